def notify(channel, event):
    with open("trace.txt", "a") as trace:
        trace.write(f"notify {event['name']} {event['phase']} {sorted(event['payload'])[:3]}\n")


def tell(channel, event):
    with open("trace.txt", "a") as trace:
        trace.write(f"tell {event['name']} {event['payload']['status']}\n")
