"""Exercises and marks: release a notebook to students, grade what comes back.

======================  ========================================================================================
the author's notebook   source · strip (solutions out) · reference (run it) · release
running                 sandbox, advice (which one, or what to type) · worker (the grader's end) · frames (between them)
inside the sandbox      runner · watch (limits) · confine, syscalls (what is taken away) · kernel, streams, clock
reading a run           engine (messages to notebook and answers) · mill (the same for papermill)
a class                 submissions, layouts, zips (what was handed in) · marks (one submission) · classroom (all) · pool · journal
tables                  sheets (CSV) · gradebook · lms · late · reading (prose marked by hand)
pages                   feedback · classpage · clusters · outputs, plain (students' output made harmless) · bars, style
commands                cli · report (everything written at the end) · demo (an invented class)
======================  ========================================================================================
"""
