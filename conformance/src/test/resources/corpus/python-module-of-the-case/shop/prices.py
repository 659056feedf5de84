PRICES = {"pen": 3}
