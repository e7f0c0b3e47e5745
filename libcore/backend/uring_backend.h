#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "backend/backend.h"
#include "backend/network_timeout.h"
#include "backend/queue.h"
#include "backend/receive_blocks.h"
#include "backend/sent_bytes.h"
#include "backend/sockets.h"
#include "backend/stream_table.h"
#include "backend/uring_buffers.h"
#include "backend/uring_ring.h"

// Completion as the kernel has it.
//
// An entry is a stream. Each of its two directions is a side: the operation that its owner submitted, and the request
// that the kernel has on behalf of it, at most one at a time. The two are told apart because one operation may need
// several requests one after the other (a receive that changes between lent memory and targets), and because the end of
// an operation waits for the end of its request: until then its memory is the kernel's.
//
// `submit` and `cancel` only note what is wanted and queue the entry. `wait` gives each queued entry a turn
// (uring_turns.cpp), in which what is wanted is compared with what the kernel has and requests are written accordingly;
// it then enters the kernel, once, to submit all of them and to wait; and then looks at the completions
// (uring_completions.cpp), which queue entries in their turn. A turn that finds no room for a request is repeated. So
// nothing depends on the order in which wishes and completions meet.
//
// The `user_data` of a request is the address of its entry with a Tag in its lowest bits, which says what the request
// is for; that of the request that listens for `wake` is 0. An entry is given to another stream only once all of its
// requests have completed, cancellations included, so that the address alone tells whose completion it is.
//
// Received bytes come in one of three ways. At first a stream has one lasting request that fills small buffers, which
// are copied out densely. When one of them was filled to its end, the stream has more to say than that: from then on
// each receive is a request of its own that fills one large buffer, whose bytes are lent where they lie, until some in
// a row were small. A target that is large enough is filled directly; others get copies.
//
// Owners: an operation is its submitter's; targets and the segments of sends are lent to the kernel until the end of
// their request; small buffers are ours; large ones are blocks that readers may keep, and are then replaced.
namespace ymq::backend {

enum class UringRequest : std::uint8_t { kNone, kLasting, kOnce, kIntoTarget };

// How far the kernel is with giving up a request: asked to; going to; asked, but the request has ended anyway.
enum class UringWithdrawal : std::uint8_t { kNone, kAsked, kGranted, kPast };

struct UringSide {
  Operation* operation = nullptr;
  Outcome ending;  // Unless kOk: what the operation is to end with, once its request has.
  UringRequest request = UringRequest::kNone;
  UringWithdrawal withdrawal = UringWithdrawal::kNone;

  bool idle() const noexcept { return request == UringRequest::kNone; }
  // No completion is missing.
  bool at_rest() const noexcept {
    return idle() && withdrawal != UringWithdrawal::kAsked && withdrawal != UringWithdrawal::kPast;
  }
};

struct alignas(8) UringEntry {
  std::atomic<Stream> number{0};
  std::atomic<int> descriptor{-1};
  std::uint32_t index = 0;
  std::uint32_t generation = 0;
  bool queued = false;   // In the queue of those that want a turn, or of those that pause.
  bool pausing = false;  // A listener that ran out of descriptors or memory.
  bool tcp = false;      // A listener's: what it accepts.
  Ownership ownership = Ownership::kSole;
  bool connected = false;  // A connection that was made at once; only its report is missing.
  bool bulk = false;       // Receives by large buffers,
  int quiet = 0;           // and so many receives in a row did not need them.
  UringSide incoming;      // Accept or receive.
  UringSide outgoing;      // Connect or send.
  Operation* closing = nullptr;
  UringEntry* next = nullptr;
  std::unique_ptr<BoundPath> path;
  Buffers buffers;  // A listener's: of what it accepts.
  SentBytes sent;
  NetworkTimeout network_timeout;
  msghdr message{};  // The kernel's, while a send of several segments is in flight.

  int file() const noexcept { return descriptor.load(std::memory_order_relaxed); }
  Stream stream() const noexcept { return number.load(std::memory_order_relaxed); }
  bool is_open() const noexcept { return stream() != 0; }
  // Somebody wants what comes in.
  bool listens() const noexcept { return incoming.operation && !closing; }
};

class UringBackend final : public Backend {
 public:
  UringBackend() = default;
  ~UringBackend() override;

  Outcome open(const UringLimits& limits, std::string& refusal);

  Traits traits() const noexcept override { return {.one_driver = true, .gathers_sends = true}; }
  Outcome listen(const Address& address, const ListenOptions& options, Stream& stream, Address& bound) override;
  int detach(Stream stream) override;
  Outcome adopt(int descriptor, Stream& stream) override;
  Outcome adopt_listener(int descriptor, Stream& stream, Address& bound) override;
  void set_network_timeout(Stream stream, Time timeout) override;
  std::size_t unconfirmed(Stream stream) override;
  bool is_local(Stream stream) override;
  Remote remote(Stream stream) override;
  void set_holding(Stream stream, Holding holding) override;
  void submit(Operation& operation) override;
  void cancel(Operation& operation) override;
  Outcome wait(Time until, std::size_t& reports) override;
  void wake() override;
  Outcome try_send(Stream stream, std::span<const iovec> segments, std::size_t& sent) override;
  Outcome await_room(Stream stream, Time until) override;
  Time now() override { return system_now(); }

 private:
  // Whether the driver may be asleep in the kernel, and whether somebody woke it since it last looked.
  enum class Sleep : std::uint8_t { kAwake, kAsleep, kWoken };
  enum Tag : std::uint64_t { kIncoming = 1, kOutgoing = 2, kCancelIncoming = 3, kCancelOutgoing = 4, kAnyTag = 7 };

  static std::uint64_t user_data_of(const UringEntry& entry, Tag tag) noexcept {
    return reinterpret_cast<std::uintptr_t>(&entry) | tag;
  }

  // uring_backend.cpp: the seam, and what the other two share.
  UringEntry* add(int descriptor, Ownership ownership = Ownership::kSole) noexcept;
  void release(UringEntry& entry) noexcept;
  void recycle_if_done(UringEntry& entry) noexcept;
  void start_connect(Operation& operation) noexcept;
  void attach(UringEntry& entry, UringSide& side, Operation& operation) noexcept;
  void enqueue(UringEntry& entry) noexcept;
  void end_later(Operation& operation, Outcome outcome) noexcept;
  void report(Operation& operation, const Report& report);
  void end(UringSide& side, const Report& last);
  void finish_connect(UringEntry& entry, Outcome outcome);
  Outcome enable() noexcept;
  Outcome ask_kernel(Time until, bool& woken);
  Time patience(Time until);
  bool listen_for_wake() noexcept;

  // uring_turns.cpp: from wishes to requests. False: there was no room for one, so the turn is to be repeated.
  void make_progress();
  void resume_accepting();
  void report_decided();
  bool take_turn(UringEntry& entry);
  bool close_turn(UringEntry& entry);
  bool outgoing_turn(UringEntry& entry);
  bool incoming_turn(UringEntry& entry);
  bool withdraw(UringEntry& entry, UringSide& side, Tag tag, Tag cancel_tag) noexcept;
  bool request_outgoing(UringEntry& entry) noexcept;
  bool request_incoming(UringEntry& entry);
  UringRequest write_receive(io_uring_sqe& request, const UringEntry& entry) noexcept;
  void end_unsent(UringEntry& entry);
  void pause(UringEntry& entry) noexcept;
  void close(UringEntry& entry);

  // uring_completions.cpp: from completions to reports.
  void on_completion(const io_uring_cqe& completion);
  void on_request_ended(UringEntry& entry, UringSide& side, bool starved) noexcept;
  void on_withdrawn(UringEntry& entry, UringSide& side, int result) noexcept;
  void on_outgoing(UringEntry& entry, int result);
  void on_accept(UringEntry& entry, int result);
  void accept(UringEntry& listener, int descriptor);
  void on_accept_failed(UringEntry& entry, int system_error);
  void on_receive(UringEntry& entry, UringRequest request, int result, unsigned flags);
  void on_receive_failed(UringEntry& entry, int result);
  void on_small_buffer(UringEntry& entry, unsigned id, std::size_t size);
  void on_large_buffer(UringEntry& entry, unsigned id, std::size_t size);
  std::span<std::byte> copy_to_target(UringEntry& entry, std::span<std::byte> bytes);
  std::span<std::byte> lend_copy(UringEntry& entry, std::span<std::byte> bytes);
  void report_received(UringEntry& entry, std::span<const std::byte> bytes, Block* owner);

  // The kernel knows of the buffers, so the ring goes before them.
  UringSmallBuffers small_buffers_;
  UringLargeBuffers large_buffers_;
  UringRing ring_;
  bool enabled_ = false;
  bool listens_for_wake_ = false;
  int wake_descriptor_ = -1;
  std::atomic<Sleep> sleep_{Sleep::kAwake};
  NetworkLooks looks_;  // At streams with a network timeout.
  StreamTable<UringEntry> streams_;
  Queue<UringEntry> ready_;
  Queue<UringEntry> paused_;  // Listeners that ran out of descriptors or memory.
  Time accept_again_ = kNever;
  Queue<Operation> decided_;
  ReceiveBlocks blocks_;
  std::size_t reports_ = 0;
};

}  // namespace ymq::backend
