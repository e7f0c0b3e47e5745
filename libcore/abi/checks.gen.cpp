// Generated from the spec of ymq by `npm run codegen`; do not edit.

#include <cstddef>
#include <type_traits>

#include "ymq/ymq.h"
#include "base/vocabulary.gen.h"

static_assert(YMQ_OK == 0, "YMQ_OK");
static_assert(static_cast<long long>(ymq::Status::kOk) == 0, "ymq::Status::kOk");
static_assert(YMQ_INVALID_ARGUMENT == -1, "YMQ_INVALID_ARGUMENT");
static_assert(static_cast<long long>(ymq::Status::kInvalidArgument) == -1, "ymq::Status::kInvalidArgument");
static_assert(YMQ_INVALID_HANDLE == -2, "YMQ_INVALID_HANDLE");
static_assert(static_cast<long long>(ymq::Status::kInvalidHandle) == -2, "ymq::Status::kInvalidHandle");
static_assert(YMQ_CLOSED == -3, "YMQ_CLOSED");
static_assert(static_cast<long long>(ymq::Status::kClosed) == -3, "ymq::Status::kClosed");
static_assert(YMQ_AGAIN == -4, "YMQ_AGAIN");
static_assert(static_cast<long long>(ymq::Status::kAgain) == -4, "ymq::Status::kAgain");
static_assert(YMQ_TIMED_OUT == -5, "YMQ_TIMED_OUT");
static_assert(static_cast<long long>(ymq::Status::kTimedOut) == -5, "ymq::Status::kTimedOut");
static_assert(YMQ_INTERRUPTED == -6, "YMQ_INTERRUPTED");
static_assert(static_cast<long long>(ymq::Status::kInterrupted) == -6, "ymq::Status::kInterrupted");
static_assert(YMQ_CANCELLED == -7, "YMQ_CANCELLED");
static_assert(static_cast<long long>(ymq::Status::kCancelled) == -7, "ymq::Status::kCancelled");
static_assert(YMQ_INVALID_ENDPOINT == -8, "YMQ_INVALID_ENDPOINT");
static_assert(static_cast<long long>(ymq::Status::kInvalidEndpoint) == -8, "ymq::Status::kInvalidEndpoint");
static_assert(YMQ_UNSUPPORTED_TRANSPORT == -9, "YMQ_UNSUPPORTED_TRANSPORT");
static_assert(static_cast<long long>(ymq::Status::kUnsupportedTransport) == -9, "ymq::Status::kUnsupportedTransport");
static_assert(YMQ_ADDRESS_IN_USE == -10, "YMQ_ADDRESS_IN_USE");
static_assert(static_cast<long long>(ymq::Status::kAddressInUse) == -10, "ymq::Status::kAddressInUse");
static_assert(YMQ_ADDRESS_NOT_AVAILABLE == -11, "YMQ_ADDRESS_NOT_AVAILABLE");
static_assert(static_cast<long long>(ymq::Status::kAddressNotAvailable) == -11, "ymq::Status::kAddressNotAvailable");
static_assert(YMQ_PERMISSION_DENIED == -12, "YMQ_PERMISSION_DENIED");
static_assert(static_cast<long long>(ymq::Status::kPermissionDenied) == -12, "ymq::Status::kPermissionDenied");
static_assert(YMQ_NAME_NOT_RESOLVED == -13, "YMQ_NAME_NOT_RESOLVED");
static_assert(static_cast<long long>(ymq::Status::kNameNotResolved) == -13, "ymq::Status::kNameNotResolved");
static_assert(YMQ_HOST_UNREACHABLE == -14, "YMQ_HOST_UNREACHABLE");
static_assert(static_cast<long long>(ymq::Status::kHostUnreachable) == -14, "ymq::Status::kHostUnreachable");
static_assert(YMQ_NOT_SUPPORTED == -15, "YMQ_NOT_SUPPORTED");
static_assert(static_cast<long long>(ymq::Status::kNotSupported) == -15, "ymq::Status::kNotSupported");
static_assert(YMQ_WRONG_STATE == -16, "YMQ_WRONG_STATE");
static_assert(static_cast<long long>(ymq::Status::kWrongState) == -16, "ymq::Status::kWrongState");
static_assert(YMQ_MESSAGE_TOO_LARGE == -17, "YMQ_MESSAGE_TOO_LARGE");
static_assert(static_cast<long long>(ymq::Status::kMessageTooLarge) == -17, "ymq::Status::kMessageTooLarge");
static_assert(YMQ_BUFFER_TOO_SMALL == -18, "YMQ_BUFFER_TOO_SMALL");
static_assert(static_cast<long long>(ymq::Status::kBufferTooSmall) == -18, "ymq::Status::kBufferTooSmall");
static_assert(YMQ_OUT_OF_MEMORY == -19, "YMQ_OUT_OF_MEMORY");
static_assert(static_cast<long long>(ymq::Status::kOutOfMemory) == -19, "ymq::Status::kOutOfMemory");
static_assert(YMQ_TOO_MANY_FILES == -20, "YMQ_TOO_MANY_FILES");
static_assert(static_cast<long long>(ymq::Status::kTooManyFiles) == -20, "ymq::Status::kTooManyFiles");
static_assert(YMQ_TOO_MANY_HANDLES == -21, "YMQ_TOO_MANY_HANDLES");
static_assert(static_cast<long long>(ymq::Status::kTooManyHandles) == -21, "ymq::Status::kTooManyHandles");
static_assert(YMQ_NOT_FOUND == -22, "YMQ_NOT_FOUND");
static_assert(static_cast<long long>(ymq::Status::kNotFound) == -22, "ymq::Status::kNotFound");
static_assert(YMQ_FORKED == -23, "YMQ_FORKED");
static_assert(static_cast<long long>(ymq::Status::kForked) == -23, "ymq::Status::kForked");
static_assert(YMQ_READ_ONLY == -24, "YMQ_READ_ONLY");
static_assert(static_cast<long long>(ymq::Status::kReadOnly) == -24, "ymq::Status::kReadOnly");
static_assert(YMQ_PROTOCOL == -25, "YMQ_PROTOCOL");
static_assert(static_cast<long long>(ymq::Status::kProtocol) == -25, "ymq::Status::kProtocol");
static_assert(YMQ_CONNECTION_REFUSED == -26, "YMQ_CONNECTION_REFUSED");
static_assert(static_cast<long long>(ymq::Status::kConnectionRefused) == -26, "ymq::Status::kConnectionRefused");
static_assert(YMQ_CONNECTION_RESET == -27, "YMQ_CONNECTION_RESET");
static_assert(static_cast<long long>(ymq::Status::kConnectionReset) == -27, "ymq::Status::kConnectionReset");
static_assert(YMQ_PEER_CLOSED == -28, "YMQ_PEER_CLOSED");
static_assert(static_cast<long long>(ymq::Status::kPeerClosed) == -28, "ymq::Status::kPeerClosed");
static_assert(YMQ_INCOMPATIBLE_PEER == -29, "YMQ_INCOMPATIBLE_PEER");
static_assert(static_cast<long long>(ymq::Status::kIncompatiblePeer) == -29, "ymq::Status::kIncompatiblePeer");
static_assert(YMQ_SELF_CONNECTION == -30, "YMQ_SELF_CONNECTION");
static_assert(static_cast<long long>(ymq::Status::kSelfConnection) == -30, "ymq::Status::kSelfConnection");
static_assert(YMQ_SYSTEM == -31, "YMQ_SYSTEM");
static_assert(static_cast<long long>(ymq::Status::kSystem) == -31, "ymq::Status::kSystem");
static_assert(YMQ_INTERNAL == -32, "YMQ_INTERNAL");
static_assert(static_cast<long long>(ymq::Status::kInternal) == -32, "ymq::Status::kInternal");
static_assert(YMQ_PEER_LOST == -33, "YMQ_PEER_LOST");
static_assert(static_cast<long long>(ymq::Status::kPeerLost) == -33, "ymq::Status::kPeerLost");
static_assert(YMQ_UNDELIVERABLE == -34, "YMQ_UNDELIVERABLE");
static_assert(static_cast<long long>(ymq::Status::kUndeliverable) == -34, "ymq::Status::kUndeliverable");
static_assert(YMQ_TOO_MANY_PEERS == -35, "YMQ_TOO_MANY_PEERS");
static_assert(static_cast<long long>(ymq::Status::kTooManyPeers) == -35, "ymq::Status::kTooManyPeers");
static_assert(YMQ_SUPERSEDED == -36, "YMQ_SUPERSEDED");
static_assert(static_cast<long long>(ymq::Status::kSuperseded) == -36, "ymq::Status::kSuperseded");
static_assert(YMQ_TOO_MANY_TOPICS == -37, "YMQ_TOO_MANY_TOPICS");
static_assert(static_cast<long long>(ymq::Status::kTooManyTopics) == -37, "ymq::Status::kTooManyTopics");
static_assert(YMQ_AUTHENTICATION_FAILED == -38, "YMQ_AUTHENTICATION_FAILED");
static_assert(static_cast<long long>(ymq::Status::kAuthenticationFailed) == -38, "ymq::Status::kAuthenticationFailed");
static_assert(YMQ_ROUTING_ID_IN_USE == -39, "YMQ_ROUTING_ID_IN_USE");
static_assert(static_cast<long long>(ymq::Status::kRoutingIdInUse) == -39, "ymq::Status::kRoutingIdInUse");

static_assert(YMQ_BACKEND_DEFAULT == 0, "YMQ_BACKEND_DEFAULT");
static_assert(static_cast<long long>(ymq::Backend::kDefault) == 0, "ymq::Backend::kDefault");
static_assert(YMQ_BACKEND_EPOLL == 1, "YMQ_BACKEND_EPOLL");
static_assert(static_cast<long long>(ymq::Backend::kEpoll) == 1, "ymq::Backend::kEpoll");
static_assert(YMQ_BACKEND_IO_URING == 2, "YMQ_BACKEND_IO_URING");
static_assert(static_cast<long long>(ymq::Backend::kIoUring) == 2, "ymq::Backend::kIoUring");

static_assert(YMQ_PAIR == 0, "YMQ_PAIR");
static_assert(static_cast<long long>(ymq::ConnectorType::kPair) == 0, "ymq::ConnectorType::kPair");
static_assert(YMQ_PUB == 1, "YMQ_PUB");
static_assert(static_cast<long long>(ymq::ConnectorType::kPub) == 1, "ymq::ConnectorType::kPub");
static_assert(YMQ_SUB == 2, "YMQ_SUB");
static_assert(static_cast<long long>(ymq::ConnectorType::kSub) == 2, "ymq::ConnectorType::kSub");
static_assert(YMQ_REQ == 3, "YMQ_REQ");
static_assert(static_cast<long long>(ymq::ConnectorType::kReq) == 3, "ymq::ConnectorType::kReq");
static_assert(YMQ_REP == 4, "YMQ_REP");
static_assert(static_cast<long long>(ymq::ConnectorType::kRep) == 4, "ymq::ConnectorType::kRep");
static_assert(YMQ_DEALER == 5, "YMQ_DEALER");
static_assert(static_cast<long long>(ymq::ConnectorType::kDealer) == 5, "ymq::ConnectorType::kDealer");
static_assert(YMQ_ROUTER == 6, "YMQ_ROUTER");
static_assert(static_cast<long long>(ymq::ConnectorType::kRouter) == 6, "ymq::ConnectorType::kRouter");
static_assert(YMQ_PULL == 7, "YMQ_PULL");
static_assert(static_cast<long long>(ymq::ConnectorType::kPull) == 7, "ymq::ConnectorType::kPull");
static_assert(YMQ_PUSH == 8, "YMQ_PUSH");
static_assert(static_cast<long long>(ymq::ConnectorType::kPush) == 8, "ymq::ConnectorType::kPush");
static_assert(YMQ_XPUB == 9, "YMQ_XPUB");
static_assert(static_cast<long long>(ymq::ConnectorType::kXpub) == 9, "ymq::ConnectorType::kXpub");
static_assert(YMQ_XSUB == 10, "YMQ_XSUB");
static_assert(static_cast<long long>(ymq::ConnectorType::kXsub) == 10, "ymq::ConnectorType::kXsub");
static_assert(YMQ_STREAM == 11, "YMQ_STREAM");
static_assert(static_cast<long long>(ymq::ConnectorType::kStream) == 11, "ymq::ConnectorType::kStream");
static_assert(YMQ_SERVER == 12, "YMQ_SERVER");
static_assert(static_cast<long long>(ymq::ConnectorType::kServer) == 12, "ymq::ConnectorType::kServer");
static_assert(YMQ_CLIENT == 13, "YMQ_CLIENT");
static_assert(static_cast<long long>(ymq::ConnectorType::kClient) == 13, "ymq::ConnectorType::kClient");
static_assert(YMQ_RADIO == 14, "YMQ_RADIO");
static_assert(static_cast<long long>(ymq::ConnectorType::kRadio) == 14, "ymq::ConnectorType::kRadio");
static_assert(YMQ_DISH == 15, "YMQ_DISH");
static_assert(static_cast<long long>(ymq::ConnectorType::kDish) == 15, "ymq::ConnectorType::kDish");
static_assert(YMQ_GATHER == 16, "YMQ_GATHER");
static_assert(static_cast<long long>(ymq::ConnectorType::kGather) == 16, "ymq::ConnectorType::kGather");
static_assert(YMQ_SCATTER == 17, "YMQ_SCATTER");
static_assert(static_cast<long long>(ymq::ConnectorType::kScatter) == 17, "ymq::ConnectorType::kScatter");
static_assert(YMQ_PEER == 19, "YMQ_PEER");
static_assert(static_cast<long long>(ymq::ConnectorType::kPeer) == 19, "ymq::ConnectorType::kPeer");
static_assert(YMQ_CHANNEL == 20, "YMQ_CHANNEL");
static_assert(static_cast<long long>(ymq::ConnectorType::kChannel) == 20, "ymq::ConnectorType::kChannel");

static_assert(YMQ_STOP_REFUSED == 1, "YMQ_STOP_REFUSED");
static_assert(static_cast<long long>(ymq::ReconnectStop::kRefused) == 1, "ymq::ReconnectStop::kRefused");
static_assert(YMQ_STOP_HANDSHAKE_FAILED == 2, "YMQ_STOP_HANDSHAKE_FAILED");
static_assert(static_cast<long long>(ymq::ReconnectStop::kHandshakeFailed) == 2, "ymq::ReconnectStop::kHandshakeFailed");
static_assert(YMQ_STOP_DISCONNECTED == 4, "YMQ_STOP_DISCONNECTED");
static_assert(static_cast<long long>(ymq::ReconnectStop::kDisconnected) == 4, "ymq::ReconnectStop::kDisconnected");

static_assert(YMQ_NOTICE_CONNECTED == 1, "YMQ_NOTICE_CONNECTED");
static_assert(static_cast<long long>(ymq::PeerNotice::kConnected) == 1, "ymq::PeerNotice::kConnected");
static_assert(YMQ_NOTICE_DISCONNECTED == 2, "YMQ_NOTICE_DISCONNECTED");
static_assert(static_cast<long long>(ymq::PeerNotice::kDisconnected) == 2, "ymq::PeerNotice::kDisconnected");

static_assert(YMQ_MECHANISM_NULL == 0, "YMQ_MECHANISM_NULL");
static_assert(static_cast<long long>(ymq::Mechanism::kNull) == 0, "ymq::Mechanism::kNull");
static_assert(YMQ_MECHANISM_PLAIN == 1, "YMQ_MECHANISM_PLAIN");
static_assert(static_cast<long long>(ymq::Mechanism::kPlain) == 1, "ymq::Mechanism::kPlain");
static_assert(YMQ_MECHANISM_CURVE == 2, "YMQ_MECHANISM_CURVE");
static_assert(static_cast<long long>(ymq::Mechanism::kCurve) == 2, "ymq::Mechanism::kCurve");
static_assert(YMQ_MECHANISM_GSSAPI == 3, "YMQ_MECHANISM_GSSAPI");
static_assert(static_cast<long long>(ymq::Mechanism::kGssapi) == 3, "ymq::Mechanism::kGssapi");

static_assert(YMQ_PRINCIPAL_HOST_BASED == 0, "YMQ_PRINCIPAL_HOST_BASED");
static_assert(static_cast<long long>(ymq::PrincipalForm::kHostBased) == 0, "ymq::PrincipalForm::kHostBased");
static_assert(YMQ_PRINCIPAL_USER == 1, "YMQ_PRINCIPAL_USER");
static_assert(static_cast<long long>(ymq::PrincipalForm::kUser) == 1, "ymq::PrincipalForm::kUser");
static_assert(YMQ_PRINCIPAL_KERBEROS == 2, "YMQ_PRINCIPAL_KERBEROS");
static_assert(static_cast<long long>(ymq::PrincipalForm::kKerberos) == 2, "ymq::PrincipalForm::kKerberos");

static_assert(YMQ_READY_READABLE == 1, "YMQ_READY_READABLE");
static_assert(static_cast<long long>(ymq::Readiness::kReadable) == 1, "ymq::Readiness::kReadable");
static_assert(YMQ_READY_WRITABLE == 2, "YMQ_READY_WRITABLE");
static_assert(static_cast<long long>(ymq::Readiness::kWritable) == 2, "ymq::Readiness::kWritable");
static_assert(YMQ_READY_EVENTFUL == 4, "YMQ_READY_EVENTFUL");
static_assert(static_cast<long long>(ymq::Readiness::kEventful) == 4, "ymq::Readiness::kEventful");

static_assert(YMQ_PART_MORE == 1, "YMQ_PART_MORE");
static_assert(static_cast<long long>(ymq::PartFlag::kMore) == 1, "ymq::PartFlag::kMore");
static_assert(YMQ_PART_REDELIVERED == 2, "YMQ_PART_REDELIVERED");
static_assert(static_cast<long long>(ymq::PartFlag::kRedelivered) == 2, "ymq::PartFlag::kRedelivered");

static_assert(YMQ_PEER_LINKED == 1, "YMQ_PEER_LINKED");
static_assert(static_cast<long long>(ymq::PeerState::kLinked) == 1, "ymq::PeerState::kLinked");
static_assert(YMQ_PEER_LASTING == 2, "YMQ_PEER_LASTING");
static_assert(static_cast<long long>(ymq::PeerState::kLasting) == 2, "ymq::PeerState::kLasting");
static_assert(YMQ_PEER_SESSION == 4, "YMQ_PEER_SESSION");
static_assert(static_cast<long long>(ymq::PeerState::kSession) == 4, "ymq::PeerState::kSession");
static_assert(YMQ_PEER_AWAITED == 8, "YMQ_PEER_AWAITED");
static_assert(static_cast<long long>(ymq::PeerState::kAwaited) == 8, "ymq::PeerState::kAwaited");
static_assert(YMQ_PEER_GONE == 16, "YMQ_PEER_GONE");
static_assert(static_cast<long long>(ymq::PeerState::kGone) == 16, "ymq::PeerState::kGone");

static_assert(YMQ_WAKE_NONE == 0, "YMQ_WAKE_NONE");
static_assert(static_cast<long long>(ymq::WakeKind::kNone) == 0, "ymq::WakeKind::kNone");
static_assert(YMQ_WAKE_PIPE == 1, "YMQ_WAKE_PIPE");
static_assert(static_cast<long long>(ymq::WakeKind::kPipe) == 1, "ymq::WakeKind::kPipe");
static_assert(YMQ_WAKE_POLLABLE == 2, "YMQ_WAKE_POLLABLE");
static_assert(static_cast<long long>(ymq::WakeKind::kPollable) == 2, "ymq::WakeKind::kPollable");

static_assert(YMQ_COMPLETION_SEND == 1, "YMQ_COMPLETION_SEND");
static_assert(static_cast<long long>(ymq::CompletionKind::kSend) == 1, "ymq::CompletionKind::kSend");
static_assert(YMQ_COMPLETION_RECV == 2, "YMQ_COMPLETION_RECV");
static_assert(static_cast<long long>(ymq::CompletionKind::kRecv) == 2, "ymq::CompletionKind::kRecv");
static_assert(YMQ_COMPLETION_RECV_MESSAGE == 3, "YMQ_COMPLETION_RECV_MESSAGE");
static_assert(static_cast<long long>(ymq::CompletionKind::kRecvMessage) == 3, "ymq::CompletionKind::kRecvMessage");
static_assert(YMQ_COMPLETION_DESTROY == 4, "YMQ_COMPLETION_DESTROY");
static_assert(static_cast<long long>(ymq::CompletionKind::kDestroy) == 4, "ymq::CompletionKind::kDestroy");
static_assert(YMQ_COMPLETION_PEERS == 5, "YMQ_COMPLETION_PEERS");
static_assert(static_cast<long long>(ymq::CompletionKind::kPeers) == 5, "ymq::CompletionKind::kPeers");
static_assert(YMQ_COMPLETION_SUBSCRIBERS == 6, "YMQ_COMPLETION_SUBSCRIBERS");
static_assert(static_cast<long long>(ymq::CompletionKind::kSubscribers) == 6, "ymq::CompletionKind::kSubscribers");
static_assert(YMQ_COMPLETION_RELEASE == 7, "YMQ_COMPLETION_RELEASE");
static_assert(static_cast<long long>(ymq::CompletionKind::kRelease) == 7, "ymq::CompletionKind::kRelease");
static_assert(YMQ_COMPLETION_PROXY == 8, "YMQ_COMPLETION_PROXY");
static_assert(static_cast<long long>(ymq::CompletionKind::kProxy) == 8, "ymq::CompletionKind::kProxy");
static_assert(YMQ_COMPLETION_EVENTS == 9, "YMQ_COMPLETION_EVENTS");
static_assert(static_cast<long long>(ymq::CompletionKind::kEvents) == 9, "ymq::CompletionKind::kEvents");
static_assert(YMQ_COMPLETION_TIMER == 10, "YMQ_COMPLETION_TIMER");
static_assert(static_cast<long long>(ymq::CompletionKind::kTimer) == 10, "ymq::CompletionKind::kTimer");

static_assert(YMQ_EVENT_LOST == 0, "YMQ_EVENT_LOST");
static_assert(static_cast<long long>(ymq::EventKind::kLost) == 0, "ymq::EventKind::kLost");
static_assert(YMQ_EVENT_LISTENING == 1, "YMQ_EVENT_LISTENING");
static_assert(static_cast<long long>(ymq::EventKind::kListening) == 1, "ymq::EventKind::kListening");
static_assert(YMQ_EVENT_CONNECTED == 2, "YMQ_EVENT_CONNECTED");
static_assert(static_cast<long long>(ymq::EventKind::kConnected) == 2, "ymq::EventKind::kConnected");
static_assert(YMQ_EVENT_DISCONNECTED == 3, "YMQ_EVENT_DISCONNECTED");
static_assert(static_cast<long long>(ymq::EventKind::kDisconnected) == 3, "ymq::EventKind::kDisconnected");
static_assert(YMQ_EVENT_CONNECT_FAILED == 4, "YMQ_EVENT_CONNECT_FAILED");
static_assert(static_cast<long long>(ymq::EventKind::kConnectFailed) == 4, "ymq::EventKind::kConnectFailed");
static_assert(YMQ_EVENT_HANDSHAKE_FAILED == 5, "YMQ_EVENT_HANDSHAKE_FAILED");
static_assert(static_cast<long long>(ymq::EventKind::kHandshakeFailed) == 5, "ymq::EventKind::kHandshakeFailed");
static_assert(YMQ_EVENT_ACCEPT_FAILED == 6, "YMQ_EVENT_ACCEPT_FAILED");
static_assert(static_cast<long long>(ymq::EventKind::kAcceptFailed) == 6, "ymq::EventKind::kAcceptFailed");
static_assert(YMQ_EVENT_DROPPED == 7, "YMQ_EVENT_DROPPED");
static_assert(static_cast<long long>(ymq::EventKind::kDropped) == 7, "ymq::EventKind::kDropped");
static_assert(YMQ_EVENT_CLOSED == 8, "YMQ_EVENT_CLOSED");
static_assert(static_cast<long long>(ymq::EventKind::kClosed) == 8, "ymq::EventKind::kClosed");
static_assert(YMQ_EVENT_RESUMED == 9, "YMQ_EVENT_RESUMED");
static_assert(static_cast<long long>(ymq::EventKind::kResumed) == 9, "ymq::EventKind::kResumed");
static_assert(YMQ_EVENT_REDELIVERED == 10, "YMQ_EVENT_REDELIVERED");
static_assert(static_cast<long long>(ymq::EventKind::kRedelivered) == 10, "ymq::EventKind::kRedelivered");
static_assert(YMQ_EVENT_UNDELIVERABLE == 11, "YMQ_EVENT_UNDELIVERABLE");
static_assert(static_cast<long long>(ymq::EventKind::kUndeliverable) == 11, "ymq::EventKind::kUndeliverable");
static_assert(YMQ_EVENT_UNCERTAIN == 12, "YMQ_EVENT_UNCERTAIN");
static_assert(static_cast<long long>(ymq::EventKind::kUncertain) == 12, "ymq::EventKind::kUncertain");
static_assert(YMQ_EVENT_SESSION_ENDED == 13, "YMQ_EVENT_SESSION_ENDED");
static_assert(static_cast<long long>(ymq::EventKind::kSessionEnded) == 13, "ymq::EventKind::kSessionEnded");
static_assert(YMQ_EVENT_EVICTED == 14, "YMQ_EVENT_EVICTED");
static_assert(static_cast<long long>(ymq::EventKind::kEvicted) == 14, "ymq::EventKind::kEvicted");

static_assert(YMQ_OPTION_IDENTITY == 1, "YMQ_OPTION_IDENTITY");
static_assert(static_cast<long long>(ymq::OptionId::kIdentity) == 1, "ymq::OptionId::kIdentity");
static_assert(YMQ_OPTION_SEND_HWM == 2, "YMQ_OPTION_SEND_HWM");
static_assert(static_cast<long long>(ymq::OptionId::kSendHwm) == 2, "ymq::OptionId::kSendHwm");
static_assert(YMQ_OPTION_RECEIVE_HWM == 3, "YMQ_OPTION_RECEIVE_HWM");
static_assert(static_cast<long long>(ymq::OptionId::kReceiveHwm) == 3, "ymq::OptionId::kReceiveHwm");
static_assert(YMQ_OPTION_SEND_HWM_BYTES == 4, "YMQ_OPTION_SEND_HWM_BYTES");
static_assert(static_cast<long long>(ymq::OptionId::kSendHwmBytes) == 4, "ymq::OptionId::kSendHwmBytes");
static_assert(YMQ_OPTION_RECEIVE_HWM_BYTES == 5, "YMQ_OPTION_RECEIVE_HWM_BYTES");
static_assert(static_cast<long long>(ymq::OptionId::kReceiveHwmBytes) == 5, "ymq::OptionId::kReceiveHwmBytes");
static_assert(YMQ_OPTION_LINGER == 6, "YMQ_OPTION_LINGER");
static_assert(static_cast<long long>(ymq::OptionId::kLinger) == 6, "ymq::OptionId::kLinger");
static_assert(YMQ_OPTION_RECONNECT_INTERVAL == 7, "YMQ_OPTION_RECONNECT_INTERVAL");
static_assert(static_cast<long long>(ymq::OptionId::kReconnectInterval) == 7, "ymq::OptionId::kReconnectInterval");
static_assert(YMQ_OPTION_RECONNECT_INTERVAL_MAX == 8, "YMQ_OPTION_RECONNECT_INTERVAL_MAX");
static_assert(static_cast<long long>(ymq::OptionId::kReconnectIntervalMax) == 8, "ymq::OptionId::kReconnectIntervalMax");
static_assert(YMQ_OPTION_HANDSHAKE_TIMEOUT == 9, "YMQ_OPTION_HANDSHAKE_TIMEOUT");
static_assert(static_cast<long long>(ymq::OptionId::kHandshakeTimeout) == 9, "ymq::OptionId::kHandshakeTimeout");
static_assert(YMQ_OPTION_MAX_MESSAGE_SIZE == 10, "YMQ_OPTION_MAX_MESSAGE_SIZE");
static_assert(static_cast<long long>(ymq::OptionId::kMaxMessageSize) == 10, "ymq::OptionId::kMaxMessageSize");
static_assert(YMQ_OPTION_ROUTER_MANDATORY == 11, "YMQ_OPTION_ROUTER_MANDATORY");
static_assert(static_cast<long long>(ymq::OptionId::kRouterMandatory) == 11, "ymq::OptionId::kRouterMandatory");
static_assert(YMQ_OPTION_BACKLOG == 12, "YMQ_OPTION_BACKLOG");
static_assert(static_cast<long long>(ymq::OptionId::kBacklog) == 12, "ymq::OptionId::kBacklog");
static_assert(YMQ_OPTION_TYPE == 13, "YMQ_OPTION_TYPE");
static_assert(static_cast<long long>(ymq::OptionId::kType) == 13, "ymq::OptionId::kType");
static_assert(YMQ_OPTION_LAST_ENDPOINT == 14, "YMQ_OPTION_LAST_ENDPOINT");
static_assert(static_cast<long long>(ymq::OptionId::kLastEndpoint) == 14, "ymq::OptionId::kLastEndpoint");
static_assert(YMQ_OPTION_HEARTBEAT_INTERVAL == 15, "YMQ_OPTION_HEARTBEAT_INTERVAL");
static_assert(static_cast<long long>(ymq::OptionId::kHeartbeatInterval) == 15, "ymq::OptionId::kHeartbeatInterval");
static_assert(YMQ_OPTION_HEARTBEAT_TIMEOUT == 16, "YMQ_OPTION_HEARTBEAT_TIMEOUT");
static_assert(static_cast<long long>(ymq::OptionId::kHeartbeatTimeout) == 16, "ymq::OptionId::kHeartbeatTimeout");
static_assert(YMQ_OPTION_HEARTBEAT_TTL == 17, "YMQ_OPTION_HEARTBEAT_TTL");
static_assert(static_cast<long long>(ymq::OptionId::kHeartbeatTtl) == 17, "ymq::OptionId::kHeartbeatTtl");
static_assert(YMQ_OPTION_ACKNOWLEDGED_DELIVERY == 18, "YMQ_OPTION_ACKNOWLEDGED_DELIVERY");
static_assert(static_cast<long long>(ymq::OptionId::kAcknowledgedDelivery) == 18, "ymq::OptionId::kAcknowledgedDelivery");
static_assert(YMQ_OPTION_SESSION_LIFETIME == 19, "YMQ_OPTION_SESSION_LIFETIME");
static_assert(static_cast<long long>(ymq::OptionId::kSessionLifetime) == 19, "ymq::OptionId::kSessionLifetime");
static_assert(YMQ_OPTION_UNACKNOWLEDGED_BYTES == 20, "YMQ_OPTION_UNACKNOWLEDGED_BYTES");
static_assert(static_cast<long long>(ymq::OptionId::kUnacknowledgedBytes) == 20, "ymq::OptionId::kUnacknowledgedBytes");
static_assert(YMQ_OPTION_MAX_SESSIONS == 21, "YMQ_OPTION_MAX_SESSIONS");
static_assert(static_cast<long long>(ymq::OptionId::kMaxSessions) == 21, "ymq::OptionId::kMaxSessions");
static_assert(YMQ_OPTION_NETWORK_TIMEOUT == 22, "YMQ_OPTION_NETWORK_TIMEOUT");
static_assert(static_cast<long long>(ymq::OptionId::kNetworkTimeout) == 22, "ymq::OptionId::kNetworkTimeout");
static_assert(YMQ_OPTION_REQUEST_TIMEOUT == 23, "YMQ_OPTION_REQUEST_TIMEOUT");
static_assert(static_cast<long long>(ymq::OptionId::kRequestTimeout) == 23, "ymq::OptionId::kRequestTimeout");
static_assert(YMQ_OPTION_REQUEST_RETRIES == 24, "YMQ_OPTION_REQUEST_RETRIES");
static_assert(static_cast<long long>(ymq::OptionId::kRequestRetries) == 24, "ymq::OptionId::kRequestRetries");
static_assert(YMQ_OPTION_MANUAL_ACKNOWLEDGEMENT == 25, "YMQ_OPTION_MANUAL_ACKNOWLEDGEMENT");
static_assert(static_cast<long long>(ymq::OptionId::kManualAcknowledgement) == 25, "ymq::OptionId::kManualAcknowledgement");
static_assert(YMQ_OPTION_XPUB_VERBOSE == 26, "YMQ_OPTION_XPUB_VERBOSE");
static_assert(static_cast<long long>(ymq::OptionId::kXpubVerbose) == 26, "ymq::OptionId::kXpubVerbose");
static_assert(YMQ_OPTION_XPUB_VERBOSER == 27, "YMQ_OPTION_XPUB_VERBOSER");
static_assert(static_cast<long long>(ymq::OptionId::kXpubVerboser) == 27, "ymq::OptionId::kXpubVerboser");
static_assert(YMQ_OPTION_XPUB_MANUAL == 28, "YMQ_OPTION_XPUB_MANUAL");
static_assert(static_cast<long long>(ymq::OptionId::kXpubManual) == 28, "ymq::OptionId::kXpubManual");
static_assert(YMQ_OPTION_XPUB_MANUAL_LAST_VALUE == 29, "YMQ_OPTION_XPUB_MANUAL_LAST_VALUE");
static_assert(static_cast<long long>(ymq::OptionId::kXpubManualLastValue) == 29, "ymq::OptionId::kXpubManualLastValue");
static_assert(YMQ_OPTION_PUBLISH_WITHOUT_DROPS == 30, "YMQ_OPTION_PUBLISH_WITHOUT_DROPS");
static_assert(static_cast<long long>(ymq::OptionId::kPublishWithoutDrops) == 30, "ymq::OptionId::kPublishWithoutDrops");
static_assert(YMQ_OPTION_WELCOME_MESSAGE == 31, "YMQ_OPTION_WELCOME_MESSAGE");
static_assert(static_cast<long long>(ymq::OptionId::kWelcomeMessage) == 31, "ymq::OptionId::kWelcomeMessage");
static_assert(YMQ_OPTION_INVERT_MATCHING == 32, "YMQ_OPTION_INVERT_MATCHING");
static_assert(static_cast<long long>(ymq::OptionId::kInvertMatching) == 32, "ymq::OptionId::kInvertMatching");
static_assert(YMQ_OPTION_TOPICS == 33, "YMQ_OPTION_TOPICS");
static_assert(static_cast<long long>(ymq::OptionId::kTopics) == 33, "ymq::OptionId::kTopics");
static_assert(YMQ_OPTION_MAX_TOPICS == 34, "YMQ_OPTION_MAX_TOPICS");
static_assert(static_cast<long long>(ymq::OptionId::kMaxTopics) == 34, "ymq::OptionId::kMaxTopics");
static_assert(YMQ_OPTION_MAX_TOPIC_BYTES == 35, "YMQ_OPTION_MAX_TOPIC_BYTES");
static_assert(static_cast<long long>(ymq::OptionId::kMaxTopicBytes) == 35, "ymq::OptionId::kMaxTopicBytes");
static_assert(YMQ_OPTION_REPLAY == 36, "YMQ_OPTION_REPLAY");
static_assert(static_cast<long long>(ymq::OptionId::kReplay) == 36, "ymq::OptionId::kReplay");
static_assert(YMQ_OPTION_REPLAY_BYTES == 37, "YMQ_OPTION_REPLAY_BYTES");
static_assert(static_cast<long long>(ymq::OptionId::kReplayBytes) == 37, "ymq::OptionId::kReplayBytes");
static_assert(YMQ_OPTION_CONNECT_TIMEOUT == 38, "YMQ_OPTION_CONNECT_TIMEOUT");
static_assert(static_cast<long long>(ymq::OptionId::kConnectTimeout) == 38, "ymq::OptionId::kConnectTimeout");
static_assert(YMQ_OPTION_RECONNECT_STOP == 39, "YMQ_OPTION_RECONNECT_STOP");
static_assert(static_cast<long long>(ymq::OptionId::kReconnectStop) == 39, "ymq::OptionId::kReconnectStop");
static_assert(YMQ_OPTION_TCP_KEEPALIVE == 40, "YMQ_OPTION_TCP_KEEPALIVE");
static_assert(static_cast<long long>(ymq::OptionId::kTcpKeepalive) == 40, "ymq::OptionId::kTcpKeepalive");
static_assert(YMQ_OPTION_TCP_KEEPALIVE_IDLE == 41, "YMQ_OPTION_TCP_KEEPALIVE_IDLE");
static_assert(static_cast<long long>(ymq::OptionId::kTcpKeepaliveIdle) == 41, "ymq::OptionId::kTcpKeepaliveIdle");
static_assert(YMQ_OPTION_TCP_KEEPALIVE_INTERVAL == 42, "YMQ_OPTION_TCP_KEEPALIVE_INTERVAL");
static_assert(static_cast<long long>(ymq::OptionId::kTcpKeepaliveInterval) == 42, "ymq::OptionId::kTcpKeepaliveInterval");
static_assert(YMQ_OPTION_TCP_KEEPALIVE_COUNT == 43, "YMQ_OPTION_TCP_KEEPALIVE_COUNT");
static_assert(static_cast<long long>(ymq::OptionId::kTcpKeepaliveCount) == 43, "ymq::OptionId::kTcpKeepaliveCount");
static_assert(YMQ_OPTION_TYPE_OF_SERVICE == 44, "YMQ_OPTION_TYPE_OF_SERVICE");
static_assert(static_cast<long long>(ymq::OptionId::kTypeOfService) == 44, "ymq::OptionId::kTypeOfService");
static_assert(YMQ_OPTION_SOCKET_PRIORITY == 45, "YMQ_OPTION_SOCKET_PRIORITY");
static_assert(static_cast<long long>(ymq::OptionId::kSocketPriority) == 45, "ymq::OptionId::kSocketPriority");
static_assert(YMQ_OPTION_SEND_BUFFER == 46, "YMQ_OPTION_SEND_BUFFER");
static_assert(static_cast<long long>(ymq::OptionId::kSendBuffer) == 46, "ymq::OptionId::kSendBuffer");
static_assert(YMQ_OPTION_RECEIVE_BUFFER == 47, "YMQ_OPTION_RECEIVE_BUFFER");
static_assert(static_cast<long long>(ymq::OptionId::kReceiveBuffer) == 47, "ymq::OptionId::kReceiveBuffer");
static_assert(YMQ_OPTION_BIND_TO_DEVICE == 48, "YMQ_OPTION_BIND_TO_DEVICE");
static_assert(static_cast<long long>(ymq::OptionId::kBindToDevice) == 48, "ymq::OptionId::kBindToDevice");
static_assert(YMQ_OPTION_BUSY_POLL == 49, "YMQ_OPTION_BUSY_POLL");
static_assert(static_cast<long long>(ymq::OptionId::kBusyPoll) == 49, "ymq::OptionId::kBusyPoll");
static_assert(YMQ_OPTION_IPV6_ONLY == 50, "YMQ_OPTION_IPV6_ONLY");
static_assert(static_cast<long long>(ymq::OptionId::kIpv6Only) == 50, "ymq::OptionId::kIpv6Only");
static_assert(YMQ_OPTION_METADATA == 51, "YMQ_OPTION_METADATA");
static_assert(static_cast<long long>(ymq::OptionId::kMetadata) == 51, "ymq::OptionId::kMetadata");
static_assert(YMQ_OPTION_IMMEDIATE == 52, "YMQ_OPTION_IMMEDIATE");
static_assert(static_cast<long long>(ymq::OptionId::kImmediate) == 52, "ymq::OptionId::kImmediate");
static_assert(YMQ_OPTION_CONFLATE == 53, "YMQ_OPTION_CONFLATE");
static_assert(static_cast<long long>(ymq::OptionId::kConflate) == 53, "ymq::OptionId::kConflate");
static_assert(YMQ_OPTION_PROBE_ROUTER == 54, "YMQ_OPTION_PROBE_ROUTER");
static_assert(static_cast<long long>(ymq::OptionId::kProbeRouter) == 54, "ymq::OptionId::kProbeRouter");
static_assert(YMQ_OPTION_ROUTER_NOTIFY == 55, "YMQ_OPTION_ROUTER_NOTIFY");
static_assert(static_cast<long long>(ymq::OptionId::kRouterNotify) == 55, "ymq::OptionId::kRouterNotify");
static_assert(YMQ_OPTION_ROUTER_RAW == 56, "YMQ_OPTION_ROUTER_RAW");
static_assert(static_cast<long long>(ymq::OptionId::kRouterRaw) == 56, "ymq::OptionId::kRouterRaw");
static_assert(YMQ_OPTION_STREAM_NOTIFY == 57, "YMQ_OPTION_STREAM_NOTIFY");
static_assert(static_cast<long long>(ymq::OptionId::kStreamNotify) == 57, "ymq::OptionId::kStreamNotify");
static_assert(YMQ_OPTION_SOCKS_PROXY == 58, "YMQ_OPTION_SOCKS_PROXY");
static_assert(static_cast<long long>(ymq::OptionId::kSocksProxy) == 58, "ymq::OptionId::kSocksProxy");
static_assert(YMQ_OPTION_SOCKS_USERNAME == 59, "YMQ_OPTION_SOCKS_USERNAME");
static_assert(static_cast<long long>(ymq::OptionId::kSocksUsername) == 59, "ymq::OptionId::kSocksUsername");
static_assert(YMQ_OPTION_SOCKS_PASSWORD == 60, "YMQ_OPTION_SOCKS_PASSWORD");
static_assert(static_cast<long long>(ymq::OptionId::kSocksPassword) == 60, "ymq::OptionId::kSocksPassword");
static_assert(YMQ_OPTION_PLAIN_SERVER == 61, "YMQ_OPTION_PLAIN_SERVER");
static_assert(static_cast<long long>(ymq::OptionId::kPlainServer) == 61, "ymq::OptionId::kPlainServer");
static_assert(YMQ_OPTION_PLAIN_USERNAME == 62, "YMQ_OPTION_PLAIN_USERNAME");
static_assert(static_cast<long long>(ymq::OptionId::kPlainUsername) == 62, "ymq::OptionId::kPlainUsername");
static_assert(YMQ_OPTION_PLAIN_PASSWORD == 63, "YMQ_OPTION_PLAIN_PASSWORD");
static_assert(static_cast<long long>(ymq::OptionId::kPlainPassword) == 63, "ymq::OptionId::kPlainPassword");
static_assert(YMQ_OPTION_CURVE_SERVER == 64, "YMQ_OPTION_CURVE_SERVER");
static_assert(static_cast<long long>(ymq::OptionId::kCurveServer) == 64, "ymq::OptionId::kCurveServer");
static_assert(YMQ_OPTION_CURVE_PUBLIC_KEY == 65, "YMQ_OPTION_CURVE_PUBLIC_KEY");
static_assert(static_cast<long long>(ymq::OptionId::kCurvePublicKey) == 65, "ymq::OptionId::kCurvePublicKey");
static_assert(YMQ_OPTION_CURVE_SECRET_KEY == 66, "YMQ_OPTION_CURVE_SECRET_KEY");
static_assert(static_cast<long long>(ymq::OptionId::kCurveSecretKey) == 66, "ymq::OptionId::kCurveSecretKey");
static_assert(YMQ_OPTION_CURVE_SERVER_KEY == 67, "YMQ_OPTION_CURVE_SERVER_KEY");
static_assert(static_cast<long long>(ymq::OptionId::kCurveServerKey) == 67, "ymq::OptionId::kCurveServerKey");
static_assert(YMQ_OPTION_ZAP_DOMAIN == 68, "YMQ_OPTION_ZAP_DOMAIN");
static_assert(static_cast<long long>(ymq::OptionId::kZapDomain) == 68, "ymq::OptionId::kZapDomain");
static_assert(YMQ_OPTION_MECHANISM == 69, "YMQ_OPTION_MECHANISM");
static_assert(static_cast<long long>(ymq::OptionId::kMechanism) == 69, "ymq::OptionId::kMechanism");
static_assert(YMQ_OPTION_SEND_PRIORITY == 70, "YMQ_OPTION_SEND_PRIORITY");
static_assert(static_cast<long long>(ymq::OptionId::kSendPriority) == 70, "ymq::OptionId::kSendPriority");
static_assert(YMQ_OPTION_RECEIVE_PRIORITY == 71, "YMQ_OPTION_RECEIVE_PRIORITY");
static_assert(static_cast<long long>(ymq::OptionId::kReceivePriority) == 71, "ymq::OptionId::kReceivePriority");
static_assert(YMQ_OPTION_GSSAPI_SERVER == 72, "YMQ_OPTION_GSSAPI_SERVER");
static_assert(static_cast<long long>(ymq::OptionId::kGssapiServer) == 72, "ymq::OptionId::kGssapiServer");
static_assert(YMQ_OPTION_GSSAPI_PRINCIPAL == 73, "YMQ_OPTION_GSSAPI_PRINCIPAL");
static_assert(static_cast<long long>(ymq::OptionId::kGssapiPrincipal) == 73, "ymq::OptionId::kGssapiPrincipal");
static_assert(YMQ_OPTION_GSSAPI_SERVICE_PRINCIPAL == 74, "YMQ_OPTION_GSSAPI_SERVICE_PRINCIPAL");
static_assert(static_cast<long long>(ymq::OptionId::kGssapiServicePrincipal) == 74, "ymq::OptionId::kGssapiServicePrincipal");
static_assert(YMQ_OPTION_GSSAPI_PRINCIPAL_FORM == 75, "YMQ_OPTION_GSSAPI_PRINCIPAL_FORM");
static_assert(static_cast<long long>(ymq::OptionId::kGssapiPrincipalForm) == 75, "ymq::OptionId::kGssapiPrincipalForm");
static_assert(YMQ_OPTION_GSSAPI_SERVICE_PRINCIPAL_FORM == 76, "YMQ_OPTION_GSSAPI_SERVICE_PRINCIPAL_FORM");
static_assert(static_cast<long long>(ymq::OptionId::kGssapiServicePrincipalForm) == 76, "ymq::OptionId::kGssapiServicePrincipalForm");
static_assert(YMQ_OPTION_GSSAPI_PLAINTEXT == 77, "YMQ_OPTION_GSSAPI_PLAINTEXT");
static_assert(static_cast<long long>(ymq::OptionId::kGssapiPlaintext) == 77, "ymq::OptionId::kGssapiPlaintext");
static_assert(YMQ_OPTION_SOURCE_ADDRESS == 78, "YMQ_OPTION_SOURCE_ADDRESS");
static_assert(static_cast<long long>(ymq::OptionId::kSourceAddress) == 78, "ymq::OptionId::kSourceAddress");

static_assert(std::is_standard_layout_v<ymq_part> && std::is_trivially_copyable_v<ymq_part>, "ymq_part");
static_assert(sizeof(ymq_part) == 16 && alignof(ymq_part) == 8, "ymq_part");
static_assert(offsetof(ymq_part, size) == 0, "ymq_part.size");
static_assert(sizeof(ymq_part::size) == 8, "ymq_part.size");
static_assert(offsetof(ymq_part, flags) == 8, "ymq_part.flags");
static_assert(sizeof(ymq_part::flags) == 4, "ymq_part.flags");
static_assert(offsetof(ymq_part, needed) == 12, "ymq_part.needed");
static_assert(sizeof(ymq_part::needed) == 4, "ymq_part.needed");

static_assert(std::is_standard_layout_v<ymq_completion> && std::is_trivially_copyable_v<ymq_completion>, "ymq_completion");
static_assert(sizeof(ymq_completion) == 64 && alignof(ymq_completion) == 8, "ymq_completion");
static_assert(offsetof(ymq_completion, tag) == 0, "ymq_completion.tag");
static_assert(sizeof(ymq_completion::tag) == 8, "ymq_completion.tag");
static_assert(offsetof(ymq_completion, kind) == 8, "ymq_completion.kind");
static_assert(sizeof(ymq_completion::kind) == 4, "ymq_completion.kind");
static_assert(offsetof(ymq_completion, status) == 12, "ymq_completion.status");
static_assert(sizeof(ymq_completion::status) == 4, "ymq_completion.status");
static_assert(offsetof(ymq_completion, byte_offset) == 16, "ymq_completion.byte_offset");
static_assert(sizeof(ymq_completion::byte_offset) == 8, "ymq_completion.byte_offset");
static_assert(offsetof(ymq_completion, byte_count) == 24, "ymq_completion.byte_count");
static_assert(sizeof(ymq_completion::byte_count) == 8, "ymq_completion.byte_count");
static_assert(offsetof(ymq_completion, part_offset) == 32, "ymq_completion.part_offset");
static_assert(sizeof(ymq_completion::part_offset) == 4, "ymq_completion.part_offset");
static_assert(offsetof(ymq_completion, part_count) == 36, "ymq_completion.part_count");
static_assert(sizeof(ymq_completion::part_count) == 4, "ymq_completion.part_count");
static_assert(offsetof(ymq_completion, count) == 40, "ymq_completion.count");
static_assert(sizeof(ymq_completion::count) == 8, "ymq_completion.count");
static_assert(offsetof(ymq_completion, message) == 48, "ymq_completion.message");
static_assert(sizeof(ymq_completion::message) == 8, "ymq_completion.message");
static_assert(offsetof(ymq_completion, reserved) == 56, "ymq_completion.reserved");
static_assert(sizeof(ymq_completion::reserved) == 8, "ymq_completion.reserved");

static_assert(std::is_standard_layout_v<ymq_connector_stats> && std::is_trivially_copyable_v<ymq_connector_stats>, "ymq_connector_stats");
static_assert(sizeof(ymq_connector_stats) == 216 && alignof(ymq_connector_stats) == 8, "ymq_connector_stats");
static_assert(offsetof(ymq_connector_stats, size) == 0, "ymq_connector_stats.size");
static_assert(sizeof(ymq_connector_stats::size) == 4, "ymq_connector_stats.size");
static_assert(offsetof(ymq_connector_stats, peers) == 4, "ymq_connector_stats.peers");
static_assert(sizeof(ymq_connector_stats::peers) == 4, "ymq_connector_stats.peers");
static_assert(offsetof(ymq_connector_stats, messages_sent) == 8, "ymq_connector_stats.messages_sent");
static_assert(sizeof(ymq_connector_stats::messages_sent) == 8, "ymq_connector_stats.messages_sent");
static_assert(offsetof(ymq_connector_stats, messages_received) == 16, "ymq_connector_stats.messages_received");
static_assert(sizeof(ymq_connector_stats::messages_received) == 8, "ymq_connector_stats.messages_received");
static_assert(offsetof(ymq_connector_stats, bytes_sent) == 24, "ymq_connector_stats.bytes_sent");
static_assert(sizeof(ymq_connector_stats::bytes_sent) == 8, "ymq_connector_stats.bytes_sent");
static_assert(offsetof(ymq_connector_stats, bytes_received) == 32, "ymq_connector_stats.bytes_received");
static_assert(sizeof(ymq_connector_stats::bytes_received) == 8, "ymq_connector_stats.bytes_received");
static_assert(offsetof(ymq_connector_stats, dropped_full) == 40, "ymq_connector_stats.dropped_full");
static_assert(sizeof(ymq_connector_stats::dropped_full) == 8, "ymq_connector_stats.dropped_full");
static_assert(offsetof(ymq_connector_stats, dropped_unroutable) == 48, "ymq_connector_stats.dropped_unroutable");
static_assert(sizeof(ymq_connector_stats::dropped_unroutable) == 8, "ymq_connector_stats.dropped_unroutable");
static_assert(offsetof(ymq_connector_stats, dropped_peer_gone) == 56, "ymq_connector_stats.dropped_peer_gone");
static_assert(sizeof(ymq_connector_stats::dropped_peer_gone) == 8, "ymq_connector_stats.dropped_peer_gone");
static_assert(offsetof(ymq_connector_stats, dropped_unexpected) == 64, "ymq_connector_stats.dropped_unexpected");
static_assert(sizeof(ymq_connector_stats::dropped_unexpected) == 8, "ymq_connector_stats.dropped_unexpected");
static_assert(offsetof(ymq_connector_stats, links_opened) == 72, "ymq_connector_stats.links_opened");
static_assert(sizeof(ymq_connector_stats::links_opened) == 8, "ymq_connector_stats.links_opened");
static_assert(offsetof(ymq_connector_stats, links_closed) == 80, "ymq_connector_stats.links_closed");
static_assert(sizeof(ymq_connector_stats::links_closed) == 8, "ymq_connector_stats.links_closed");
static_assert(offsetof(ymq_connector_stats, handshakes_failed) == 88, "ymq_connector_stats.handshakes_failed");
static_assert(sizeof(ymq_connector_stats::handshakes_failed) == 8, "ymq_connector_stats.handshakes_failed");
static_assert(offsetof(ymq_connector_stats, connects_failed) == 96, "ymq_connector_stats.connects_failed");
static_assert(sizeof(ymq_connector_stats::connects_failed) == 8, "ymq_connector_stats.connects_failed");
static_assert(offsetof(ymq_connector_stats, messages_queued) == 104, "ymq_connector_stats.messages_queued");
static_assert(sizeof(ymq_connector_stats::messages_queued) == 8, "ymq_connector_stats.messages_queued");
static_assert(offsetof(ymq_connector_stats, messages_waiting) == 112, "ymq_connector_stats.messages_waiting");
static_assert(sizeof(ymq_connector_stats::messages_waiting) == 8, "ymq_connector_stats.messages_waiting");
static_assert(offsetof(ymq_connector_stats, messages_acknowledged) == 120, "ymq_connector_stats.messages_acknowledged");
static_assert(sizeof(ymq_connector_stats::messages_acknowledged) == 8, "ymq_connector_stats.messages_acknowledged");
static_assert(offsetof(ymq_connector_stats, messages_resent) == 128, "ymq_connector_stats.messages_resent");
static_assert(sizeof(ymq_connector_stats::messages_resent) == 8, "ymq_connector_stats.messages_resent");
static_assert(offsetof(ymq_connector_stats, messages_redelivered) == 136, "ymq_connector_stats.messages_redelivered");
static_assert(sizeof(ymq_connector_stats::messages_redelivered) == 8, "ymq_connector_stats.messages_redelivered");
static_assert(offsetof(ymq_connector_stats, messages_undeliverable) == 144, "ymq_connector_stats.messages_undeliverable");
static_assert(sizeof(ymq_connector_stats::messages_undeliverable) == 8, "ymq_connector_stats.messages_undeliverable");
static_assert(offsetof(ymq_connector_stats, messages_uncertain) == 152, "ymq_connector_stats.messages_uncertain");
static_assert(sizeof(ymq_connector_stats::messages_uncertain) == 8, "ymq_connector_stats.messages_uncertain");
static_assert(offsetof(ymq_connector_stats, sessions_resumed) == 160, "ymq_connector_stats.sessions_resumed");
static_assert(sizeof(ymq_connector_stats::sessions_resumed) == 8, "ymq_connector_stats.sessions_resumed");
static_assert(offsetof(ymq_connector_stats, sessions_lost) == 168, "ymq_connector_stats.sessions_lost");
static_assert(sizeof(ymq_connector_stats::sessions_lost) == 8, "ymq_connector_stats.sessions_lost");
static_assert(offsetof(ymq_connector_stats, sessions_evicted) == 176, "ymq_connector_stats.sessions_evicted");
static_assert(sizeof(ymq_connector_stats::sessions_evicted) == 8, "ymq_connector_stats.sessions_evicted");
static_assert(offsetof(ymq_connector_stats, events_lost) == 184, "ymq_connector_stats.events_lost");
static_assert(sizeof(ymq_connector_stats::events_lost) == 8, "ymq_connector_stats.events_lost");
static_assert(offsetof(ymq_connector_stats, messages_unacknowledged) == 192, "ymq_connector_stats.messages_unacknowledged");
static_assert(sizeof(ymq_connector_stats::messages_unacknowledged) == 8, "ymq_connector_stats.messages_unacknowledged");
static_assert(offsetof(ymq_connector_stats, sessions_waiting) == 200, "ymq_connector_stats.sessions_waiting");
static_assert(sizeof(ymq_connector_stats::sessions_waiting) == 8, "ymq_connector_stats.sessions_waiting");
static_assert(offsetof(ymq_connector_stats, dropped_replaced) == 208, "ymq_connector_stats.dropped_replaced");
static_assert(sizeof(ymq_connector_stats::dropped_replaced) == 8, "ymq_connector_stats.dropped_replaced");

static_assert(std::is_standard_layout_v<ymq_peer_stats> && std::is_trivially_copyable_v<ymq_peer_stats>, "ymq_peer_stats");
static_assert(sizeof(ymq_peer_stats) == 360 && alignof(ymq_peer_stats) == 8, "ymq_peer_stats");
static_assert(offsetof(ymq_peer_stats, peer) == 0, "ymq_peer_stats.peer");
static_assert(sizeof(ymq_peer_stats::peer) == 8, "ymq_peer_stats.peer");
static_assert(offsetof(ymq_peer_stats, messages_sent) == 8, "ymq_peer_stats.messages_sent");
static_assert(sizeof(ymq_peer_stats::messages_sent) == 8, "ymq_peer_stats.messages_sent");
static_assert(offsetof(ymq_peer_stats, messages_received) == 16, "ymq_peer_stats.messages_received");
static_assert(sizeof(ymq_peer_stats::messages_received) == 8, "ymq_peer_stats.messages_received");
static_assert(offsetof(ymq_peer_stats, messages_queued) == 24, "ymq_peer_stats.messages_queued");
static_assert(sizeof(ymq_peer_stats::messages_queued) == 8, "ymq_peer_stats.messages_queued");
static_assert(offsetof(ymq_peer_stats, bytes_queued) == 32, "ymq_peer_stats.bytes_queued");
static_assert(sizeof(ymq_peer_stats::bytes_queued) == 8, "ymq_peer_stats.bytes_queued");
static_assert(offsetof(ymq_peer_stats, messages_unacknowledged) == 40, "ymq_peer_stats.messages_unacknowledged");
static_assert(sizeof(ymq_peer_stats::messages_unacknowledged) == 8, "ymq_peer_stats.messages_unacknowledged");
static_assert(offsetof(ymq_peer_stats, bytes_unacknowledged) == 48, "ymq_peer_stats.bytes_unacknowledged");
static_assert(sizeof(ymq_peer_stats::bytes_unacknowledged) == 8, "ymq_peer_stats.bytes_unacknowledged");
static_assert(offsetof(ymq_peer_stats, messages_waiting) == 56, "ymq_peer_stats.messages_waiting");
static_assert(sizeof(ymq_peer_stats::messages_waiting) == 8, "ymq_peer_stats.messages_waiting");
static_assert(offsetof(ymq_peer_stats, messages_resent) == 64, "ymq_peer_stats.messages_resent");
static_assert(sizeof(ymq_peer_stats::messages_resent) == 8, "ymq_peer_stats.messages_resent");
static_assert(offsetof(ymq_peer_stats, dropped_full) == 72, "ymq_peer_stats.dropped_full");
static_assert(sizeof(ymq_peer_stats::dropped_full) == 8, "ymq_peer_stats.dropped_full");
static_assert(offsetof(ymq_peer_stats, undeliverable) == 80, "ymq_peer_stats.undeliverable");
static_assert(sizeof(ymq_peer_stats::undeliverable) == 8, "ymq_peer_stats.undeliverable");
static_assert(offsetof(ymq_peer_stats, links) == 88, "ymq_peer_stats.links");
static_assert(sizeof(ymq_peer_stats::links) == 8, "ymq_peer_stats.links");
static_assert(offsetof(ymq_peer_stats, state) == 96, "ymq_peer_stats.state");
static_assert(sizeof(ymq_peer_stats::state) == 4, "ymq_peer_stats.state");
static_assert(offsetof(ymq_peer_stats, identity_size) == 100, "ymq_peer_stats.identity_size");
static_assert(sizeof(ymq_peer_stats::identity_size) == 4, "ymq_peer_stats.identity_size");
static_assert(offsetof(ymq_peer_stats, identity) == 104, "ymq_peer_stats.identity");
static_assert(sizeof(ymq_peer_stats::identity) == 256, "ymq_peer_stats.identity");

static_assert(std::is_standard_layout_v<ymq_event> && std::is_trivially_copyable_v<ymq_event>, "ymq_event");
static_assert(sizeof(ymq_event) == 128 && alignof(ymq_event) == 8, "ymq_event");
static_assert(offsetof(ymq_event, time_ns) == 0, "ymq_event.time_ns");
static_assert(sizeof(ymq_event::time_ns) == 8, "ymq_event.time_ns");
static_assert(offsetof(ymq_event, peer) == 8, "ymq_event.peer");
static_assert(sizeof(ymq_event::peer) == 8, "ymq_event.peer");
static_assert(offsetof(ymq_event, count) == 16, "ymq_event.count");
static_assert(sizeof(ymq_event::count) == 8, "ymq_event.count");
static_assert(offsetof(ymq_event, kind) == 24, "ymq_event.kind");
static_assert(sizeof(ymq_event::kind) == 4, "ymq_event.kind");
static_assert(offsetof(ymq_event, status) == 28, "ymq_event.status");
static_assert(sizeof(ymq_event::status) == 4, "ymq_event.status");
static_assert(offsetof(ymq_event, system_error) == 32, "ymq_event.system_error");
static_assert(sizeof(ymq_event::system_error) == 4, "ymq_event.system_error");
static_assert(offsetof(ymq_event, endpoint_size) == 36, "ymq_event.endpoint_size");
static_assert(sizeof(ymq_event::endpoint_size) == 4, "ymq_event.endpoint_size");
static_assert(offsetof(ymq_event, endpoint) == 40, "ymq_event.endpoint");
static_assert(sizeof(ymq_event::endpoint) == 88, "ymq_event.endpoint");

static_assert(std::is_standard_layout_v<ymq_peer_info> && std::is_trivially_copyable_v<ymq_peer_info>, "ymq_peer_info");
static_assert(sizeof(ymq_peer_info) == 432 && alignof(ymq_peer_info) == 8, "ymq_peer_info");
static_assert(offsetof(ymq_peer_info, size) == 0, "ymq_peer_info.size");
static_assert(sizeof(ymq_peer_info::size) == 4, "ymq_peer_info.size");
static_assert(offsetof(ymq_peer_info, state) == 4, "ymq_peer_info.state");
static_assert(sizeof(ymq_peer_info::state) == 4, "ymq_peer_info.state");
static_assert(offsetof(ymq_peer_info, peer) == 8, "ymq_peer_info.peer");
static_assert(sizeof(ymq_peer_info::peer) == 8, "ymq_peer_info.peer");
static_assert(offsetof(ymq_peer_info, routing_id) == 16, "ymq_peer_info.routing_id");
static_assert(sizeof(ymq_peer_info::routing_id) == 4, "ymq_peer_info.routing_id");
static_assert(offsetof(ymq_peer_info, has_credentials) == 20, "ymq_peer_info.has_credentials");
static_assert(sizeof(ymq_peer_info::has_credentials) == 4, "ymq_peer_info.has_credentials");
static_assert(offsetof(ymq_peer_info, process_id) == 24, "ymq_peer_info.process_id");
static_assert(sizeof(ymq_peer_info::process_id) == 4, "ymq_peer_info.process_id");
static_assert(offsetof(ymq_peer_info, user_id) == 28, "ymq_peer_info.user_id");
static_assert(sizeof(ymq_peer_info::user_id) == 4, "ymq_peer_info.user_id");
static_assert(offsetof(ymq_peer_info, group_id) == 32, "ymq_peer_info.group_id");
static_assert(sizeof(ymq_peer_info::group_id) == 4, "ymq_peer_info.group_id");
static_assert(offsetof(ymq_peer_info, address_size) == 36, "ymq_peer_info.address_size");
static_assert(sizeof(ymq_peer_info::address_size) == 4, "ymq_peer_info.address_size");
static_assert(offsetof(ymq_peer_info, address) == 40, "ymq_peer_info.address");
static_assert(sizeof(ymq_peer_info::address) == 128, "ymq_peer_info.address");
static_assert(offsetof(ymq_peer_info, identity_size) == 168, "ymq_peer_info.identity_size");
static_assert(sizeof(ymq_peer_info::identity_size) == 4, "ymq_peer_info.identity_size");
static_assert(offsetof(ymq_peer_info, reserved) == 172, "ymq_peer_info.reserved");
static_assert(sizeof(ymq_peer_info::reserved) == 4, "ymq_peer_info.reserved");
static_assert(offsetof(ymq_peer_info, identity) == 176, "ymq_peer_info.identity");
static_assert(sizeof(ymq_peer_info::identity) == 256, "ymq_peer_info.identity");

static_assert(std::is_standard_layout_v<ymq_readied> && std::is_trivially_copyable_v<ymq_readied>, "ymq_readied");
static_assert(sizeof(ymq_readied) == 16 && alignof(ymq_readied) == 8, "ymq_readied");
static_assert(offsetof(ymq_readied, tag) == 0, "ymq_readied.tag");
static_assert(sizeof(ymq_readied::tag) == 8, "ymq_readied.tag");
static_assert(offsetof(ymq_readied, ready) == 8, "ymq_readied.ready");
static_assert(sizeof(ymq_readied::ready) == 4, "ymq_readied.ready");
static_assert(offsetof(ymq_readied, status) == 12, "ymq_readied.status");
static_assert(sizeof(ymq_readied::status) == 4, "ymq_readied.status");

static_assert(std::is_standard_layout_v<ymq_proxy_stats> && std::is_trivially_copyable_v<ymq_proxy_stats>, "ymq_proxy_stats");
static_assert(sizeof(ymq_proxy_stats) == 56 && alignof(ymq_proxy_stats) == 8, "ymq_proxy_stats");
static_assert(offsetof(ymq_proxy_stats, size) == 0, "ymq_proxy_stats.size");
static_assert(sizeof(ymq_proxy_stats::size) == 4, "ymq_proxy_stats.size");
static_assert(offsetof(ymq_proxy_stats, paused) == 4, "ymq_proxy_stats.paused");
static_assert(sizeof(ymq_proxy_stats::paused) == 4, "ymq_proxy_stats.paused");
static_assert(offsetof(ymq_proxy_stats, messages_to_back) == 8, "ymq_proxy_stats.messages_to_back");
static_assert(sizeof(ymq_proxy_stats::messages_to_back) == 8, "ymq_proxy_stats.messages_to_back");
static_assert(offsetof(ymq_proxy_stats, bytes_to_back) == 16, "ymq_proxy_stats.bytes_to_back");
static_assert(sizeof(ymq_proxy_stats::bytes_to_back) == 8, "ymq_proxy_stats.bytes_to_back");
static_assert(offsetof(ymq_proxy_stats, messages_to_front) == 24, "ymq_proxy_stats.messages_to_front");
static_assert(sizeof(ymq_proxy_stats::messages_to_front) == 8, "ymq_proxy_stats.messages_to_front");
static_assert(offsetof(ymq_proxy_stats, bytes_to_front) == 32, "ymq_proxy_stats.bytes_to_front");
static_assert(sizeof(ymq_proxy_stats::bytes_to_front) == 8, "ymq_proxy_stats.bytes_to_front");
static_assert(offsetof(ymq_proxy_stats, capture_dropped) == 40, "ymq_proxy_stats.capture_dropped");
static_assert(sizeof(ymq_proxy_stats::capture_dropped) == 8, "ymq_proxy_stats.capture_dropped");
static_assert(offsetof(ymq_proxy_stats, dropped) == 48, "ymq_proxy_stats.dropped");
static_assert(sizeof(ymq_proxy_stats::dropped) == 8, "ymq_proxy_stats.dropped");

static_assert(std::is_same_v<decltype(&ymq_version),
    const char* (*)()>, "ymq_version");
static_assert(std::is_same_v<decltype(&ymq_abi_manifest),
    const char* (*)()>, "ymq_abi_manifest");
static_assert(std::is_same_v<decltype(&ymq_status_name),
    const char* (*)(int32_t)>, "ymq_status_name");
static_assert(std::is_same_v<decltype(&ymq_status_text),
    const char* (*)(int32_t)>, "ymq_status_text");
static_assert(std::is_same_v<decltype(&ymq_last_error),
    const char* (*)(int32_t*)>, "ymq_last_error");
static_assert(std::is_same_v<decltype(&ymq_curve_make_secret_key),
    int32_t (*)(char*, uint64_t)>, "ymq_curve_make_secret_key");
static_assert(std::is_same_v<decltype(&ymq_curve_public_key),
    int32_t (*)(const char*, uint64_t, char*, uint64_t)>, "ymq_curve_public_key");
static_assert(std::is_same_v<decltype(&io_context_init),
    int32_t (*)(uint32_t, int32_t, ymq_io_context*)>, "io_context_init");
static_assert(std::is_same_v<decltype(&io_context_destroy),
    int32_t (*)(ymq_io_context, int64_t, uint64_t*)>, "io_context_destroy");
static_assert(std::is_same_v<decltype(&io_context_terminate),
    int32_t (*)(ymq_io_context, uint64_t*)>, "io_context_terminate");
static_assert(std::is_same_v<decltype(&io_context_run),
    int32_t (*)(ymq_io_context, int64_t)>, "io_context_run");
static_assert(std::is_same_v<decltype(&io_context_backend),
    int32_t (*)(ymq_io_context, char*, uint64_t)>, "io_context_backend");
static_assert(std::is_same_v<decltype(&connector_init),
    int32_t (*)(ymq_io_context, int32_t, ymq_connector*)>, "connector_init");
static_assert(std::is_same_v<decltype(&connector_destroy),
    int32_t (*)(ymq_connector, int64_t, uint64_t*)>, "connector_destroy");
static_assert(std::is_same_v<decltype(&connector_destroy_async),
    int32_t (*)(ymq_connector, int64_t, ymq_completion_queue, uint64_t)>, "connector_destroy_async");
static_assert(std::is_same_v<decltype(&connector_bind),
    int32_t (*)(ymq_connector, const char*, uint64_t, char*, uint64_t)>, "connector_bind");
static_assert(std::is_same_v<decltype(&connector_connect),
    int32_t (*)(ymq_connector, const char*, uint64_t)>, "connector_connect");
static_assert(std::is_same_v<decltype(&connector_unbind),
    int32_t (*)(ymq_connector, const char*, uint64_t)>, "connector_unbind");
static_assert(std::is_same_v<decltype(&connector_disconnect),
    int32_t (*)(ymq_connector, const char*, uint64_t)>, "connector_disconnect");
static_assert(std::is_same_v<decltype(&connector_subscribe),
    int32_t (*)(ymq_connector, const uint8_t*, uint64_t)>, "connector_subscribe");
static_assert(std::is_same_v<decltype(&connector_unsubscribe),
    int32_t (*)(ymq_connector, const uint8_t*, uint64_t)>, "connector_unsubscribe");
static_assert(std::is_same_v<decltype(&connector_send_sync),
    int32_t (*)(ymq_connector, const uint8_t*, uint64_t, const ymq_part*, uint32_t, int64_t)>, "connector_send_sync");
static_assert(std::is_same_v<decltype(&connector_try_send),
    int32_t (*)(ymq_connector, const uint8_t*, uint64_t, const ymq_part*, uint32_t)>, "connector_try_send");
static_assert(std::is_same_v<decltype(&connector_send_async),
    int32_t (*)(ymq_connector, const uint8_t*, uint64_t, const ymq_part*, uint32_t,
                ymq_completion_queue, uint64_t)>, "connector_send_async");
static_assert(std::is_same_v<decltype(&connector_send_message_sync),
    int32_t (*)(ymq_connector, ymq_message, int64_t)>, "connector_send_message_sync");
static_assert(std::is_same_v<decltype(&connector_send_message_async),
    int32_t (*)(ymq_connector, ymq_message, ymq_completion_queue, uint64_t)>, "connector_send_message_async");
static_assert(std::is_same_v<decltype(&connector_recv_sync),
    int32_t (*)(ymq_connector, uint8_t*, uint64_t, ymq_part*, uint32_t, uint32_t, int64_t)>, "connector_recv_sync");
static_assert(std::is_same_v<decltype(&connector_try_recv),
    int32_t (*)(ymq_connector, uint8_t*, uint64_t, ymq_part*, uint32_t, uint32_t)>, "connector_try_recv");
static_assert(std::is_same_v<decltype(&connector_recv_async),
    int32_t (*)(ymq_connector, uint32_t, uint64_t, ymq_completion_queue, uint64_t)>, "connector_recv_async");
static_assert(std::is_same_v<decltype(&connector_recv_message_sync),
    int32_t (*)(ymq_connector, ymq_message*, int64_t)>, "connector_recv_message_sync");
static_assert(std::is_same_v<decltype(&connector_recv_message_async),
    int32_t (*)(ymq_connector, ymq_completion_queue, uint64_t)>, "connector_recv_message_async");
static_assert(std::is_same_v<decltype(&connector_acknowledge),
    int32_t (*)(ymq_connector, uint32_t)>, "connector_acknowledge");
static_assert(std::is_same_v<decltype(&connector_set_option),
    int32_t (*)(ymq_connector, int32_t, const uint8_t*, uint64_t)>, "connector_set_option");
static_assert(std::is_same_v<decltype(&connector_get_option),
    int32_t (*)(ymq_connector, int32_t, uint8_t*, uint64_t)>, "connector_get_option");
static_assert(std::is_same_v<decltype(&connector_get_stats),
    int32_t (*)(ymq_connector, ymq_connector_stats*)>, "connector_get_stats");
static_assert(std::is_same_v<decltype(&connector_get_peer_stats),
    int32_t (*)(ymq_connector, uint64_t, ymq_peer_stats*, uint32_t)>, "connector_get_peer_stats");
static_assert(std::is_same_v<decltype(&connector_take_events),
    int32_t (*)(ymq_connector, ymq_event*, uint32_t)>, "connector_take_events");
static_assert(std::is_same_v<decltype(&connector_join),
    int32_t (*)(ymq_connector, const uint8_t*, uint64_t)>, "connector_join");
static_assert(std::is_same_v<decltype(&connector_leave),
    int32_t (*)(ymq_connector, const uint8_t*, uint64_t)>, "connector_leave");
static_assert(std::is_same_v<decltype(&connector_connect_peer),
    int32_t (*)(ymq_connector, const char*, uint64_t, uint32_t*)>, "connector_connect_peer");
static_assert(std::is_same_v<decltype(&connector_connect_as),
    int32_t (*)(ymq_connector, const char*, uint64_t, const uint8_t*, uint64_t)>, "connector_connect_as");
static_assert(std::is_same_v<decltype(&connector_bind_descriptor),
    int32_t (*)(ymq_connector, int32_t, char*, uint64_t)>, "connector_bind_descriptor");
static_assert(std::is_same_v<decltype(&connector_wait_for_peers),
    int32_t (*)(ymq_connector, uint32_t, int64_t)>, "connector_wait_for_peers");
static_assert(std::is_same_v<decltype(&connector_wait_for_peers_async),
    int32_t (*)(ymq_connector, uint32_t, ymq_completion_queue, uint64_t)>, "connector_wait_for_peers_async");
static_assert(std::is_same_v<decltype(&connector_wait_for_subscribers),
    int32_t (*)(ymq_connector, const uint8_t*, uint64_t, uint32_t, int64_t)>, "connector_wait_for_subscribers");
static_assert(std::is_same_v<decltype(&connector_wait_for_subscribers_async),
    int32_t (*)(ymq_connector, const uint8_t*, uint64_t, uint32_t,
                ymq_completion_queue, uint64_t)>, "connector_wait_for_subscribers_async");
static_assert(std::is_same_v<decltype(&connector_wait_for_events),
    int32_t (*)(ymq_connector, int64_t)>, "connector_wait_for_events");
static_assert(std::is_same_v<decltype(&connector_wait_for_events_async),
    int32_t (*)(ymq_connector, ymq_completion_queue, uint64_t)>, "connector_wait_for_events_async");
static_assert(std::is_same_v<decltype(&connector_ready),
    int32_t (*)(ymq_connector)>, "connector_ready");
static_assert(std::is_same_v<decltype(&connector_descriptor),
    int32_t (*)(ymq_connector, int32_t, int32_t*)>, "connector_descriptor");
static_assert(std::is_same_v<decltype(&connector_get_peer_info),
    int32_t (*)(ymq_connector, uint64_t, ymq_peer_info*)>, "connector_get_peer_info");
static_assert(std::is_same_v<decltype(&connector_get_peer_property),
    int32_t (*)(ymq_connector, uint64_t, const char*, uint64_t, uint8_t*, uint64_t)>, "connector_get_peer_property");
static_assert(std::is_same_v<decltype(&message_init),
    int32_t (*)(ymq_message*)>, "message_init");
static_assert(std::is_same_v<decltype(&message_add_part),
    int32_t (*)(ymq_message, const uint8_t*, uint64_t, uint8_t**)>, "message_add_part");
static_assert(std::is_same_v<decltype(&message_add_lent_part),
    int32_t (*)(ymq_message, const uint8_t*, uint64_t, ymq_completion_queue, uint64_t)>, "message_add_lent_part");
static_assert(std::is_same_v<decltype(&message_part_count),
    int32_t (*)(ymq_message)>, "message_part_count");
static_assert(std::is_same_v<decltype(&message_part),
    int32_t (*)(ymq_message, uint32_t, uint8_t**, uint64_t*)>, "message_part");
static_assert(std::is_same_v<decltype(&message_flags),
    int32_t (*)(ymq_message)>, "message_flags");
static_assert(std::is_same_v<decltype(&message_destroy),
    int32_t (*)(ymq_message)>, "message_destroy");
static_assert(std::is_same_v<decltype(&message_copy),
    int32_t (*)(ymq_message, ymq_message*)>, "message_copy");
static_assert(std::is_same_v<decltype(&message_peer),
    int32_t (*)(ymq_message, uint64_t*)>, "message_peer");
static_assert(std::is_same_v<decltype(&completion_queue_init),
    int32_t (*)(ymq_io_context, int32_t, ymq_completion_queue*, int32_t*)>, "completion_queue_init");
static_assert(std::is_same_v<decltype(&completion_queue_destroy),
    int32_t (*)(ymq_completion_queue)>, "completion_queue_destroy");
static_assert(std::is_same_v<decltype(&completion_queue_drain),
    int32_t (*)(ymq_completion_queue, ymq_completion*, uint32_t, uint8_t*, uint64_t,
                ymq_part*, uint32_t)>, "completion_queue_drain");
static_assert(std::is_same_v<decltype(&completion_queue_wait),
    int32_t (*)(ymq_completion_queue, int64_t)>, "completion_queue_wait");
static_assert(std::is_same_v<decltype(&completion_queue_start_timer),
    int32_t (*)(ymq_completion_queue, int64_t, int64_t, uint64_t)>, "completion_queue_start_timer");
static_assert(std::is_same_v<decltype(&completion_queue_cancel),
    int32_t (*)(ymq_completion_queue, uint64_t)>, "completion_queue_cancel");
static_assert(std::is_same_v<decltype(&poller_init),
    int32_t (*)(ymq_io_context, ymq_poller*)>, "poller_init");
static_assert(std::is_same_v<decltype(&poller_add_connector),
    int32_t (*)(ymq_poller, ymq_connector, uint32_t, uint64_t)>, "poller_add_connector");
static_assert(std::is_same_v<decltype(&poller_remove_connector),
    int32_t (*)(ymq_poller, ymq_connector)>, "poller_remove_connector");
static_assert(std::is_same_v<decltype(&poller_add_descriptor),
    int32_t (*)(ymq_poller, int32_t, uint32_t, uint64_t)>, "poller_add_descriptor");
static_assert(std::is_same_v<decltype(&poller_remove_descriptor),
    int32_t (*)(ymq_poller, int32_t)>, "poller_remove_descriptor");
static_assert(std::is_same_v<decltype(&poller_wait),
    int32_t (*)(ymq_poller, ymq_readied*, uint32_t, int64_t)>, "poller_wait");
static_assert(std::is_same_v<decltype(&poller_destroy),
    int32_t (*)(ymq_poller)>, "poller_destroy");
static_assert(std::is_same_v<decltype(&proxy_init),
    int32_t (*)(ymq_connector, ymq_connector, ymq_connector, ymq_proxy*)>, "proxy_init");
static_assert(std::is_same_v<decltype(&proxy_pause),
    int32_t (*)(ymq_proxy)>, "proxy_pause");
static_assert(std::is_same_v<decltype(&proxy_resume),
    int32_t (*)(ymq_proxy)>, "proxy_resume");
static_assert(std::is_same_v<decltype(&proxy_wait),
    int32_t (*)(ymq_proxy, int64_t)>, "proxy_wait");
static_assert(std::is_same_v<decltype(&proxy_wait_async),
    int32_t (*)(ymq_proxy, ymq_completion_queue, uint64_t)>, "proxy_wait_async");
static_assert(std::is_same_v<decltype(&proxy_get_stats),
    int32_t (*)(ymq_proxy, ymq_proxy_stats*)>, "proxy_get_stats");
static_assert(std::is_same_v<decltype(&proxy_destroy),
    int32_t (*)(ymq_proxy)>, "proxy_destroy");
