#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

// A peer made of a plain TCP socket, which says over ZMTP exactly what a test wants, right or wrong.
namespace interop {

using std::chrono::milliseconds;

struct Frame {
  std::uint8_t flags = 0;
  std::string body;

  bool operator==(const Frame&) const = default;
};

inline constexpr std::uint8_t kMore = 1;
inline constexpr std::uint8_t kLong = 2;
inline constexpr std::uint8_t kCommand = 4;

// 64 bytes of greeting.
std::string greeting(char major = 3, char minor = 1, const std::string& mechanism = "NULL");
// A frame with the shortest header that its body allows.
std::string frame(std::uint8_t flags, const std::string& body);
std::string message(const std::string& body);
std::string command(const std::string& name, const std::string& data = "");
std::string property(const std::string& name, const std::string& value);
std::string ready(const std::string& socket_type, const std::string& more_properties = "");
// A frame's header alone, with a length of the caller's choice.
std::string long_header(std::uint8_t flags, std::uint64_t size);

class RawPeer {
 public:
  // Connects to tcp://127.0.0.1:port.
  explicit RawPeer(const std::string& endpoint);
  RawPeer(RawPeer&& other) noexcept;
  RawPeer& operator=(RawPeer&&) = delete;
  ~RawPeer();

  void send(const std::string& bytes);
  void send_slowly(const std::string& bytes);  // Each byte in a packet of its own.
  // Exactly so many bytes; throws when they do not come.
  std::string recv(std::size_t size);
  Frame recv_frame();
  // Whether nothing at all comes within this time.
  bool silent(milliseconds duration);
  // Reads on until the other side closes or resets; throws when it does neither with all patience.
  void await_close();
  // Says nothing more, but goes on reading.
  void half_close();

  // Both sides' greeting and READY.
  void shake_hands(const std::string& socket_type, char minor = 1);

 private:
  friend class RawListener;
  explicit RawPeer(int descriptor);
  // How many bytes came, 0 at the end; throws when nothing happens.
  std::size_t receive_some(char* data, std::size_t size);

  int descriptor_;
};

// A listening socket, for the side that a connector connects to.
class RawListener {
 public:
  RawListener();
  ~RawListener();
  RawListener(const RawListener&) = delete;
  RawListener& operator=(const RawListener&) = delete;

  const std::string& endpoint() const { return endpoint_; }
  // The next connection; throws when none comes.
  RawPeer accept();

 private:
  int descriptor_;
  std::string endpoint_;
};

}  // namespace interop
