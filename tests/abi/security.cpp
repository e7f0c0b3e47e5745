// Keys and mechanisms through the C ABI. What becomes of peers is tested through the Python binding.

#include "abi/support.h"

namespace abi {
namespace {

std::string secret_key() {
  char text[64];
  REQUIRE(ymq_curve_make_secret_key(text, sizeof text) == 40);
  REQUIRE(text[40] == '\0');
  return text;
}

std::string public_key(const std::string& secret) {
  char text[41];
  REQUIRE(ymq_curve_public_key(secret.data(), secret.size(), text, sizeof text) == 40);
  return text;
}

}  // namespace

TEST_CASE("a key is cut at the capacity, and what is no key is refused") {
  CHECK(ymq_curve_make_secret_key(nullptr, 0) == 40);
  CHECK(ymq_curve_make_secret_key(nullptr, 1) == YMQ_INVALID_ARGUMENT);
  char text[41] = "........................................";
  CHECK(ymq_curve_make_secret_key(text, 5) == 40);
  CHECK(text[5] == '.');
  const std::string secret = secret_key();
  CHECK(secret != secret_key());
  CHECK(ymq_curve_public_key(secret.data(), 40, text, 8) == 40);
  CHECK(text[8] == '.');
  CHECK(ymq_curve_public_key(secret.data(), 39, text, 41) == YMQ_INVALID_ARGUMENT);
  CHECK(ymq_curve_public_key(nullptr, 40, text, 41) == YMQ_INVALID_ARGUMENT);
  CHECK(ymq_curve_public_key(nullptr, 0, text, 41) == YMQ_INVALID_ARGUMENT);
  CHECK(ymq_curve_public_key(secret.data(), 40, nullptr, 41) == YMQ_INVALID_ARGUMENT);
  CHECK(ymq_curve_public_key(std::string(40, '~').data(), 40, text, 41) == YMQ_INVALID_ARGUMENT);
  // The pair of RFC 26's test vectors.
  CHECK(public_key("JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6") == "rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7");
}

TEST_CASE("two connectors talk by CURVE over tcp and ipc, and say so") {
  const std::string transport = GENERATE("tcp", "ipc");
  const ymq::IoContext context;
  ymq::Connector server(context, YMQ_PAIR);
  ymq::Connector client(context, YMQ_PAIR);
  const std::string secret = secret_key();
  server.set(YMQ_OPTION_CURVE_SERVER, std::int64_t{1});
  server.set(YMQ_OPTION_CURVE_SECRET_KEY, secret);
  client.set(YMQ_OPTION_CURVE_SECRET_KEY, secret_key());
  client.set(YMQ_OPTION_CURVE_SERVER_KEY, public_key(secret));
  CHECK(client.number(YMQ_OPTION_MECHANISM) == YMQ_MECHANISM_CURVE);
  client.connect(server.bind(wildcard(transport)));
  client.send(message_of({"", "hello", std::string(300'000, 'x')}));
  CHECK(receive(server) == Parts{"", "hello", std::string(300'000, 'x')});
  server.send("back");
  CHECK(receive(client) == Parts{"back"});
}

TEST_CASE("options that name several mechanisms mean CURVE before GSSAPI before PLAIN") {
  const ymq::IoContext context;
  ymq::Connector server(context, YMQ_PAIR);
  ymq::Connector client(context, YMQ_PAIR);
  server.set(YMQ_OPTION_PLAIN_SERVER, std::int64_t{1});
  client.set(YMQ_OPTION_PLAIN_USERNAME, "joe");
  CHECK(server.number(YMQ_OPTION_MECHANISM) == YMQ_MECHANISM_PLAIN);
  server.set(YMQ_OPTION_GSSAPI_SERVER, std::int64_t{1});
  client.set(YMQ_OPTION_GSSAPI_SERVICE_PRINCIPAL, "ymq@localhost");
  for (ymq::Connector* each : {&server, &client}) {
    CHECK(each->number(YMQ_OPTION_MECHANISM) == YMQ_MECHANISM_GSSAPI);
    each->set(YMQ_OPTION_CURVE_SERVER, std::int64_t{1});
    CHECK(each->number(YMQ_OPTION_MECHANISM) == YMQ_MECHANISM_CURVE);
    each->set(YMQ_OPTION_CURVE_SERVER, std::int64_t{0});
    CHECK(each->number(YMQ_OPTION_MECHANISM) == YMQ_MECHANISM_GSSAPI);
  }
  // A principal of one's own, or a form, wants no mechanism yet.
  ymq::Connector neither(context, YMQ_PAIR);
  neither.set(YMQ_OPTION_GSSAPI_PRINCIPAL, "ymq@localhost");
  neither.set(YMQ_OPTION_GSSAPI_PLAINTEXT, std::int64_t{1});
  neither.set(YMQ_OPTION_GSSAPI_PRINCIPAL_FORM, std::int64_t{YMQ_PRINCIPAL_KERBEROS});
  CHECK(neither.number(YMQ_OPTION_MECHANISM) == YMQ_MECHANISM_NULL);
  for (const ymq_option_id form : {YMQ_OPTION_GSSAPI_PRINCIPAL_FORM, YMQ_OPTION_GSSAPI_SERVICE_PRINCIPAL_FORM}) {
    for (const std::int64_t wrong : {-1, 3}) CHECK(outcome_of([&] { neither.set(form, wrong); }) == "INVALID_ARGUMENT");
  }
}

TEST_CASE("a connector whose peers speak no ZMTP refuses to be told of GSSAPI") {
  const ymq::IoContext context;
  ymq::Connector stream(context, YMQ_STREAM);
  stream.set(YMQ_OPTION_GSSAPI_SERVER, std::int64_t{1});
  CHECK(outcome_of([&] { stream.bind(wildcard("tcp")); }) == "INVALID_ARGUMENT");
  CHECK(std::string(ymq_last_error(nullptr)).find("GSSAPI") != std::string::npos);
}

}  // namespace abi
