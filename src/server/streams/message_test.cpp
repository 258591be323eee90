#include "server/streams/message.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>

namespace mimon::server {
namespace {

/// The bytes before a text of `size`.
std::string head(std::size_t size) {
  const auto message = make_message(std::string(size, 'x'));
  EXPECT_EQ(message->text(), std::string(size, 'x'));
  const auto frame = message->frame();
  return std::string(frame.substr(0, frame.size() - size));
}

TEST(Message, FramesShortText) {
  EXPECT_EQ(head(0), std::string("\x81\x00", 2));
  EXPECT_EQ(head(125), "\x81\x7d");
}

TEST(Message, FramesTextWithASixteenBitLength) {
  EXPECT_EQ(head(126), std::string("\x81\x7e\x00\x7e", 4));
  EXPECT_EQ(head(65'535), "\x81\x7e\xff\xff");
}

TEST(Message, FramesTextWithASixtyFourBitLength) {
  EXPECT_EQ(head(65'536), std::string("\x81\x7f\0\0\0\0\0\x01\0\0", 10));
}

}  // namespace
}  // namespace mimon::server
