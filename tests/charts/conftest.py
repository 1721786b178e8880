"""What all tests of pictures share."""
import struct

import pytest


@pytest.fixture
def size():
    """Width and height of a picture, from the header of its PNG."""
    return lambda picture: struct.unpack(">II", picture.png()[16:24])


@pytest.fixture
def said():
    """A text with plain spaces before its units."""
    return lambda text: text.replace("\u00a0", " ")
