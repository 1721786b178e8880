"""These notebooks attack whoever runs them: only the grader's sandbox may, never nbval."""
collect_ignore_glob = ["*.ipynb"]
