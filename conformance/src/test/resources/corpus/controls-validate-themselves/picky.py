from chaoslib.exceptions import InvalidActivity


def validate_control(control):
    raise InvalidActivity(f"{control['name']} does not like this")
