"""The medicine, in plain Python: no Django, no ReportLab, no clock, no file, no network.

``assess(answers)`` turns one immutable set of answers into one frozen assessment. The rules are values in the modules here.
"""
