#include "engine/errands.h"

#include <future>
#include <memory>
#include <thread>
#include <vector>

#include "unit/catch.h"

namespace ymq::engine {

TEST_CASE("errands are run in a thread of their own, one behind the other") {
  std::promise<std::thread::id> where;
  std::vector<int> order;
  Errands errands;
  for (int i = 0; i < 100; ++i) {
    REQUIRE(errands.run([&order, i] { order.push_back(2 * i); }, [&order, i] { order.push_back(2 * i + 1); }));
  }
  errands.run([] {}, [&] { where.set_value(std::this_thread::get_id()); });
  CHECK(where.get_future().get() != std::this_thread::get_id());
  REQUIRE(order.size() == 200);
  for (int i = 0; i < 200; ++i) CHECK(order[static_cast<std::size_t>(i)] == i);
}

TEST_CASE("whoever has errands need not wait for one that hangs, and hears no more of it") {
  struct Hanging {
    std::promise<void> begun, let_go;
    std::promise<void> ended;
  };
  const auto hanging = std::make_shared<Hanging>();
  const auto told = std::make_shared<int>(0);
  {
    Errands errands;
    errands.run(
        [hanging] {
          hanging->begun.set_value();
          hanging->let_go.get_future().wait();
          hanging->ended.set_value();
        },
        [told] { ++*told; });
    errands.run([told] { ++*told; }, [told] { ++*told; });
    hanging->begun.get_future().wait();
  }
  hanging->let_go.set_value();
  hanging->ended.get_future().wait();
  CHECK(*told == 0);
}

TEST_CASE("what an errand held on to may have been the last that held the errands") {
  std::promise<void> gone, let_go;
  struct Tell {
    explicit Tell(std::promise<void>& of) : promise(of) {}
    ~Tell() { promise.set_value(); }
    std::promise<void>& promise;
  };
  auto errands = std::make_shared<Errands>();
  errands->run([&let_go] { let_go.get_future().wait(); }, [errands, tell = std::make_shared<Tell>(gone)] {});
  errands.reset();
  let_go.set_value();
  gone.get_future().wait();
}

}  // namespace ymq::engine
