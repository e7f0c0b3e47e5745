#pragma once

namespace ymq::backend {

// First in, first out, through the `next` of its members; allocates nothing.
template <typename T>
class Queue {
 public:
  bool empty() const noexcept { return !first_; }
  void push(T& member) noexcept {
    member.next = nullptr;
    (last_ ? last_->next : first_) = &member;
    last_ = &member;
  }
  // Ahead of all others.
  void push_front(T& member) noexcept {
    member.next = first_;
    first_ = &member;
    if (!last_) last_ = &member;
  }
  T* pop() noexcept {
    T* member = first_;
    if (!member) return nullptr;
    first_ = member->next;
    if (!first_) last_ = nullptr;
    return member;
  }
  void append(Queue& others) noexcept {
    while (T* member = others.pop()) push(*member);
  }

 private:
  T* first_ = nullptr;
  T* last_ = nullptr;
};

}  // namespace ymq::backend
