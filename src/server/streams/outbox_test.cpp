#include "server/streams/outbox.h"

#include <gtest/gtest.h>

#include <string>

namespace mimon::server {
namespace {

std::string next(Outbox& outbox) {
  const auto message = outbox.pop();
  return message ? std::string(message->text()) : "";
}

Batch batch(std::initializer_list<const char*> texts) {
  std::vector<Message> messages;
  for (const auto* text : texts) messages.push_back(make_message(text));
  return make_batch(std::move(messages));
}

const int kCpu = 0, kDisk = 0;

TEST(Outbox, GivesAnswersFirstAndInOrder) {
  Outbox outbox;
  outbox.offer(&kCpu, batch({"cpu"}));
  EXPECT_TRUE(outbox.push(make_message("a")));
  EXPECT_TRUE(outbox.push(make_message("b")));
  EXPECT_EQ(next(outbox), "a");
  EXPECT_EQ(next(outbox), "b");
  EXPECT_EQ(next(outbox), "cpu");
  EXPECT_TRUE(outbox.empty());
  EXPECT_EQ(outbox.pop(), nullptr);
}

TEST(Outbox, KeepsTheNewestSampleOfATopic) {
  Outbox outbox;
  outbox.offer(&kCpu, batch({"cpu 1"}));
  outbox.offer(&kDisk, batch({"disk 1"}));
  outbox.offer(&kCpu, batch({"cpu 2"}));
  EXPECT_EQ(outbox.dropped(), 1u);
  EXPECT_EQ(next(outbox), "cpu 2");
  EXPECT_EQ(next(outbox), "disk 1");
  EXPECT_TRUE(outbox.empty());
}

TEST(Outbox, ForgetsATopic) {
  Outbox outbox;
  outbox.offer(&kCpu, batch({"cpu"}));
  outbox.offer(&kDisk, batch({"disk"}));
  outbox.forget(&kCpu);
  EXPECT_EQ(next(outbox), "disk");
  EXPECT_TRUE(outbox.empty());
}

TEST(Outbox, EndsASampleThatWasBegun) {
  Outbox outbox;
  outbox.offer(&kCpu, batch({"1a", "1b"}));
  EXPECT_EQ(next(outbox), "1a");
  outbox.offer(&kCpu, batch({"2a", "2b"}));
  EXPECT_TRUE(outbox.push(make_message("answer")));
  EXPECT_EQ(next(outbox), "1b");
  EXPECT_EQ(next(outbox), "answer");
  EXPECT_EQ(next(outbox), "2a");
  EXPECT_FALSE(outbox.empty());
  EXPECT_EQ(next(outbox), "2b");
  EXPECT_TRUE(outbox.empty());
}

TEST(Outbox, HoldsALimitedAmountOfAnswers) {
  Outbox outbox;
  const auto half = make_message(std::string(Outbox::kMaxAnswers / 2, 'x'));
  EXPECT_TRUE(outbox.push(half));
  EXPECT_TRUE(outbox.push(half));
  EXPECT_FALSE(outbox.push(make_message("x")));
  EXPECT_EQ(outbox.pop(), half);
  EXPECT_TRUE(outbox.push(make_message("x")));
}

}  // namespace
}  // namespace mimon::server
