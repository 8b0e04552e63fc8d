"""What is wrong as a whole is moved, withdrawn or made one, at the front desk and by clinicians."""
