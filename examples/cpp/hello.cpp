#include <iostream>
#include <ymq/ymq.hpp>

int main() {
  ymq::IoContext context;
  ymq::Connector server(context, YMQ_REP);
  ymq::Connector client(context, YMQ_REQ);
  client.connect(server.bind("tcp://127.0.0.1:*"));
  client.send("hello");
  const ymq::Message request = server.recv();
  server.send("you said " + std::string(ymq::text_of(request[0])));
  std::cout << ymq::text_of(client.recv()[0]) << "\n";
  return 0;
}
