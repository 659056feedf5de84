from shop import prices


def items():
    return prices.PRICES
