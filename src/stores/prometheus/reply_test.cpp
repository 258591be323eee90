#include "stores/prometheus/reply.h"

#include <gtest/gtest.h>

namespace mimon::store::prometheus {
namespace {

TEST(Reply, MatricesAndVectorsAreSeriesWithTheNumbersAlone) {
  const auto matrix = parse_series(
      R"({"status":"success","data":{"resultType":"matrix","result":[
        {"metric":{"__name__":"m","host":"a"},"values":[[1,"2.5"],[2.5,"NaN"],[3,"+Inf"],[4,"1e3"]]},
        {"metric":{},"values":[]}]}})");
  ASSERT_TRUE(matrix) << matrix.error().what();
  ASSERT_EQ(matrix->size(), 1U);
  EXPECT_EQ(matrix->front().labels.get("host"), "a");
  EXPECT_EQ(matrix->front().labels.get("none"), "");
  ASSERT_EQ(matrix->front().samples.size(), 2U);
  EXPECT_EQ(matrix->front().samples[0].value, 2.5);
  EXPECT_EQ(matrix->front().samples[1].time, 4);
  const auto vector = parse_series(
      R"({"status":"success","data":{"result":[{"metric":{"a":"b"},"value":[7,"8"]}]}})");
  ASSERT_TRUE(vector);
  EXPECT_EQ(vector->front().samples.front().value, 8);
}

TEST(Reply, WhatIsNoAnswerIsAnError) {
  for (const char* text :
       {"", "no JSON", "[]", "{}", R"({"status":"error","error":"why"})",
        R"({"status":"success","data":{}})", R"({"status":"success","data":{"result":[1]}})"}) {
    EXPECT_FALSE(parse_series(text)) << text;
  }
  EXPECT_FALSE(parse_labels(R"({"status":"success","data":{}})"));
  // What has another shape within gives nothing, not a crash.
  const auto odd = parse_series(
      R"({"status":"success","data":{"result":[{"metric":[],"values":[[1],1,["x","1"],[1,2]]}]}})");
  ASSERT_TRUE(odd);
  EXPECT_TRUE(odd->empty());
}

TEST(Reply, ListsOfSeriesAreLabels) {
  const auto labels = parse_labels(R"({"status":"success","data":[{"__name__":"m"},{"a":"b"}]})");
  ASSERT_TRUE(labels);
  ASSERT_EQ(labels->size(), 2U);
  EXPECT_EQ(labels->at(1).get("a"), "b");
}

TEST(Reply, ErrorsAreInTheServersWords) {
  EXPECT_EQ(error_text(R"({"status":"error","error":"too many samples"})"), "too many samples");
  EXPECT_EQ(error_text("out of bounds\nmore"), "out of bounds");
  EXPECT_EQ(error_text(""), "");
  EXPECT_EQ(status_text(503, "too busy\n"), "503: too busy");
  EXPECT_EQ(status_text(404, ""), "404");
  EXPECT_EQ(status_text(401, ""), "401: the password or the token is missing or wrong");
}

}  // namespace
}  // namespace mimon::store::prometheus
