"""Any number of intakes, as a clinic has them after years: a few hundred made through the actions, then copied.

``__main__`` says how it is run, and what it leaves out.
"""
