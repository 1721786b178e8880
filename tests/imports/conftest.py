"""The corpus of bad files is shared by several tests."""
import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).parent))
