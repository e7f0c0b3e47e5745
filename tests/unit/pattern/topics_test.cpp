#include "pattern/topics.h"

#include <algorithm>
#include <map>
#include <random>
#include <set>

#include "unit/catch.h"

using namespace ymq::pattern;
using Added = Topics::Added;
using Removed = Topics::Removed;

namespace {

std::set<std::string> topics_of(const Topics& topics, const Subscriber& subscriber) {
  std::set<std::string> found;
  std::size_t count = 0;
  topics.visit(subscriber, [&](std::string topic) {
    found.insert(std::move(topic));
    ++count;
  });
  CHECK(found.size() == count);
  return found;
}

std::vector<const Subscriber*> matching(Topics& topics, std::string_view message) {
  std::vector<const Subscriber*> found;
  topics.match(message, [&](Subscriber& subscriber) { found.push_back(&subscriber); });
  std::ranges::sort(found);
  return found;
}

}  // namespace

TEST_CASE("a topic matches what begins with it") {
  Topics topics;
  Subscriber one;
  CHECK_FALSE(topics.matches(""));
  CHECK(topics.add(one, "weather.north") == Added::kFirst);
  CHECK(topics.matches("weather.north"));
  CHECK(topics.matches("weather.north.wind"));
  CHECK_FALSE(topics.matches("weather.nort"));
  CHECK_FALSE(topics.matches("weather.south"));
  CHECK_FALSE(topics.matches(""));
}

TEST_CASE("the empty topic matches everything") {
  Topics topics;
  Subscriber one;
  CHECK(topics.add(one, "") == Added::kFirst);
  CHECK(topics.matches(""));
  CHECK(topics.matches("anything"));
  CHECK(topics.remove(one, "") == Removed::kLast);
  CHECK_FALSE(topics.matches("anything"));
}

TEST_CASE("subscriptions are counted") {
  Topics topics;
  Subscriber one;
  CHECK(topics.remove(one, "a") == Removed::kUnknown);
  CHECK(topics.add(one, "a") == Added::kFirst);
  CHECK(topics.add(one, "a") == Added::kAgain);
  CHECK(topics.remove(one, "a") == Removed::kNotLast);
  CHECK(topics.matches("abc"));
  CHECK(topics.remove(one, "a") == Removed::kLast);
  CHECK_FALSE(topics.matches("abc"));
  CHECK(topics.remove(one, "a") == Removed::kUnknown);
}

TEST_CASE("cancelling a topic leaves those that it is a prefix of, and those that it has as a prefix") {
  Topics topics;
  Subscriber one;
  for (const char* topic : {"abc", "ab", "abcd", "abx"}) topics.add(one, topic);
  CHECK(topics.remove(one, "abc") == Removed::kLast);
  CHECK(topics_of(topics, one) == std::set<std::string>{"ab", "abcd", "abx"});
  CHECK(topics.remove(one, "ab") == Removed::kLast);
  CHECK_FALSE(topics.matches("abc"));
  CHECK(topics.matches("abcd."));
  CHECK(topics.matches("abxy"));
  CHECK(topics.remove(one, "a") == Removed::kUnknown);
  CHECK(topics.remove(one, "abcde") == Removed::kUnknown);
}

TEST_CASE("bytes of every value may stand in a topic") {
  Topics topics;
  Subscriber one;
  for (int byte = 0; byte < 256; ++byte) topics.add(one, std::string(2, static_cast<char>(byte)));
  for (int byte = 0; byte < 256; ++byte) {
    CHECK(topics.matches(std::string(3, static_cast<char>(byte))));
    CHECK_FALSE(topics.matches(std::string(1, static_cast<char>(byte))));
  }
}

TEST_CASE("a subscriber is found once, however many of its topics match") {
  Topics topics;
  Subscriber one, two, three;
  for (const char* topic : {"", "a", "ab", "abc"}) topics.add(one, topic);
  topics.add(two, "ab");
  topics.add(three, "b");
  CHECK(matching(topics, "abcd").size() == 2);
  CHECK(matching(topics, "b").size() == 2);
  CHECK(matching(topics, "c") == std::vector<const Subscriber*>{&one});
}

TEST_CASE("a subscriber that is forgotten leaves the others") {
  Topics topics;
  Subscriber one, two;
  for (const char* topic : {"", "a", "ab", "xyz"}) topics.add(one, topic);
  for (const char* topic : {"ab", "xyz", "x"}) topics.add(two, topic);
  topics.forget(one);
  CHECK(topics_of(topics, one).empty());
  CHECK(topics_of(topics, two) == std::set<std::string>{"ab", "x", "xyz"});
  CHECK(matching(topics, "abc") == std::vector<const Subscriber*>{&two});
  CHECK(matching(topics, "a").empty());
  topics.forget(two);
  CHECK_FALSE(topics.matches("xyz"));
}

TEST_CASE("a topic of two megabytes, and one that ends just before") {
  const std::string huge(2 << 20, 'h');
  Topics topics;
  Subscriber one;
  topics.add(one, huge);
  CHECK(topics.matches(huge + "!"));
  CHECK_FALSE(topics.matches(huge.substr(1)));
  topics.add(one, huge.substr(1));
  CHECK(topics.matches(huge.substr(1)));
  CHECK(topics_of(topics, one).size() == 2);
  CHECK(topics.remove(one, huge.substr(1)) == Removed::kLast);
  CHECK_FALSE(topics.matches(huge.substr(1)));
  CHECK(topics.remove(one, huge) == Removed::kLast);
}

TEST_CASE("a million topics, and as deep a nesting as there can be") {
  Topics topics;
  Subscriber many, nested;
  for (int i = 0; i < 1'000'000; ++i) topics.add(many, "topic/" + std::to_string(i) + "/");
  CHECK(topics.matches("topic/999999/x"));
  CHECK_FALSE(topics.matches("topic/1000000/x"));

  const std::string line(4'000, 'n');
  for (std::size_t size = 1; size <= line.size(); ++size) topics.add(nested, std::string_view(line).substr(0, size));
  CHECK(matching(topics, line).size() == 1);
  for (std::size_t size = 1; size <= line.size(); size += 2)
    topics.remove(nested, std::string_view(line).substr(0, size));
  CHECK_FALSE(topics.matches("n"));
  CHECK(topics.matches("nn"));
  topics.forget(many);
  CHECK_FALSE(topics.matches("topic/999999/x"));
}

TEST_CASE("topics behave like a list of counted prefixes under random operations") {
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    const auto below = [&](std::size_t bound) { return static_cast<std::size_t>(random() % bound); };
    Topics topics;
    std::vector<Subscriber> subscribers(4);
    std::vector<std::map<std::string, int>> model(subscribers.size());
    const auto random_topic = [&] {
      std::string topic(below(6), ' ');
      for (char& letter : topic) letter = static_cast<char>('a' + below(3));
      return topic;
    };

    for (int step = 0; step < 2'000; ++step) {
      const std::size_t who = below(subscribers.size());
      const std::string topic = random_topic();
      auto& counts = model[who];
      const std::size_t operation = below(100);
      if (operation < 50) {
        REQUIRE(topics.add(subscribers[who], topic) == (counts[topic]++ ? Added::kAgain : Added::kFirst));
      } else if (operation < 98) {
        const auto known = counts.find(topic);
        const Removed expected = known == counts.end() ? Removed::kUnknown
                                 : --known->second     ? Removed::kNotLast
                                                       : Removed::kLast;
        if (expected == Removed::kLast) counts.erase(known);
        REQUIRE(topics.remove(subscribers[who], topic) == expected);
      } else {
        topics.forget(subscribers[who]);
        counts.clear();
      }

      const std::string message = random_topic() + random_topic();
      std::vector<const Subscriber*> expected;
      for (std::size_t i = 0; i < model.size(); ++i) {
        const bool wants = std::ranges::any_of(model[i], [&](auto& entry) { return message.starts_with(entry.first); });
        if (wants) expected.push_back(&subscribers[i]);
      }
      INFO("step " << step << ", message " << message);
      REQUIRE(matching(topics, message) == expected);
      REQUIRE(topics.matches(message) == !expected.empty());
    }
    for (std::size_t i = 0; i < model.size(); ++i) {
      std::set<std::string> expected;
      for (const auto& [topic, count] : model[i]) expected.insert(topic);
      REQUIRE(topics_of(topics, subscribers[i]) == expected);
    }
  }
}

TEST_CASE("what is not confirmed is cancelled at the end, what is confirmed or new stays") {
  Topics topics;
  Subscriber one, other;
  for (const char* topic : {"a", "ab", "abc", "b", ""}) {
    topics.add(one, topic);
    topics.add(other, topic);
  }
  topics.begin_confirming(one);
  CHECK(topics_of(topics, one).size() == 5);
  CHECK(topics.add(one, "ab") == Added::kConfirmed);
  CHECK(topics.add(one, "new") == Added::kFirst);
  CHECK(matching(topics, "b").size() == 2);
  topics.end_confirming(one);
  CHECK(topics_of(topics, one) == std::set<std::string>{"ab", "new"});
  CHECK(topics_of(topics, other).size() == 5);
  CHECK(matching(topics, "b") == std::vector<const Subscriber*>{&other});
  CHECK(matching(topics, "abc").size() == 2);
}

TEST_CASE("a topic that is confirmed counts anew, from one") {
  Topics topics;
  Subscriber one;
  for (int i = 0; i < 3; ++i) topics.add(one, "a");
  topics.begin_confirming(one);
  CHECK(topics.add(one, "a") == Added::kConfirmed);
  CHECK(topics.add(one, "a") == Added::kAgain);
  topics.end_confirming(one);
  CHECK(topics.remove(one, "a") == Removed::kNotLast);
  CHECK(topics.remove(one, "a") == Removed::kLast);
}

TEST_CASE("a topic may be cancelled while its subscriber confirms") {
  Topics topics;
  Subscriber one;
  topics.add(one, "a");
  topics.add(one, "b");
  topics.begin_confirming(one);
  CHECK(topics.remove(one, "a") == Removed::kLast);
  CHECK(topics.add(one, "b") == Added::kConfirmed);
  CHECK(topics.remove(one, "b") == Removed::kLast);
  topics.end_confirming(one);
  CHECK_FALSE(topics.matches("a"));
  CHECK_FALSE(topics.matches("b"));
}

TEST_CASE("confirming may begin again and again, and its end without a beginning cancels nothing") {
  Topics topics;
  Subscriber one;
  topics.add(one, "a");
  topics.end_confirming(one);
  CHECK(topics.matches("a"));
  topics.begin_confirming(one);
  topics.add(one, "b");
  topics.begin_confirming(one);
  topics.add(one, "a");
  topics.end_confirming(one);
  CHECK(topics_of(topics, one) == std::set<std::string>{"a"});
  topics.end_confirming(one);
  CHECK(topics_of(topics, one) == std::set<std::string>{"a"});
}

TEST_CASE("subscribers that confirm at the same time do not disturb each other, nor the tree") {
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    INFO("seed " << seed);
    std::mt19937 random(seed);
    Topics topics;
    std::vector<Subscriber> subscribers(4);
    std::vector<std::set<std::string>> wanted(4);
    const auto some_topic = [&] { return std::string("aabbab").substr(random() % 6, random() % 5); };
    for (int round = 0; round < 200; ++round) {
      const std::size_t who = random() % 4;
      topics.begin_confirming(subscribers[who]);
      wanted[who].clear();
      for (std::uint32_t i = random() % 6; i > 0; --i) {
        const std::string topic = some_topic();
        topics.add(subscribers[who], topic);
        wanted[who].insert(topic);
      }
      topics.end_confirming(subscribers[who]);
      for (std::size_t i = 0; i < 4; ++i) REQUIRE(topics_of(topics, subscribers[i]) == wanted[i]);
    }
    for (Subscriber& subscriber : subscribers) topics.forget(subscriber);
    CHECK_FALSE(topics.matches("aabbab"));
  }
}
