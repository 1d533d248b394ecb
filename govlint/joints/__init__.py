"""Joints: places between words where official texts would have a mark, and this text has none.

N-grams and words are those that `spelling` counts; which joints carry a mark is learned from the marks of the
same texts, by `tools/build_joints.py`.
"""
