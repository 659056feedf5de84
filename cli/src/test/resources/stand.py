# One process that answers HTTP on the ports that are its arguments with what it was asked, and ends when it is told to, even
# as the first one of a container.
import http.server
import json
import signal
import sys
import threading


class Echo(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        asked = self.rfile.read(int(self.headers.get('Content-Length', 0))).decode()
        body = json.dumps({
            'method': self.command, 'path': self.path, 'headers': dict(self.headers), 'asked': asked, 'coupon': 'none',
        }).encode()
        self.send_response(200)
        self.send_header('Content-Type', 'text/plain')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_PUT = do_GET

    def log_message(self, *_):
        pass


signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
for port in sys.argv[1:]:
    if port.isdigit():
        server = http.server.ThreadingHTTPServer(('', int(port)), Echo)
        threading.Thread(target=server.serve_forever, daemon=True).start()
threading.Event().wait()
