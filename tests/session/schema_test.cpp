// The published schema, and that what ships keeps to it.
#include "schema_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "json_places.h"
#include "tonus/resources/resources.h"

namespace tonus::session {
namespace {

using nlohmann::json;

json schema() { return json::parse(resources::find("schemas/protocol-2.json").value()); }

TEST(Schema, EveryShippedProtocolKeepsToThePublishedOne) {
  const auto files = resources::list("protocols/");
  ASSERT_GE(files.size(), 3U);
  for (const std::string& file : files) {
    const json document = json::parse(resources::find(file).value());
    for (const SchemaProblem& p : checkAgainst(schema(), document)) ADD_FAILURE() << file << ' ' << p.pointer << ": " << p.text;
    EXPECT_EQ("protocols/" + document["id"].get<std::string>() + ".json", file);
  }
}

TEST(Schema, ThePublishedOneUsesOnlyWhatIsChecked) { EXPECT_THAT(unknownKeywords(schema()), testing::IsEmpty()); }

TEST(Schema, KeywordsItDoesNotKnowAreNamed) {
  EXPECT_THAT(unknownKeywords(json::parse(R"({"properties": {"a": {"oneOf": []}}, "items": {"format": "date"}})")),
              testing::UnorderedElementsAre("oneOf", "format"));
}

struct Case {
  const char* schema;
  const char* value;
  const char* text;  // null = right
};
class SchemaWords : public testing::TestWithParam<Case> {};

TEST_P(SchemaWords, SayWhatIsWrong) {
  const auto problems = checkAgainst(json::parse(GetParam().schema), json::parse(GetParam().value));
  ASSERT_EQ(problems.size(), GetParam().text == nullptr ? 0U : 1U);
  if (GetParam().text == nullptr) return;
  EXPECT_THAT(problems[0].text, testing::HasSubstr(GetParam().text));
}

INSTANTIATE_TEST_SUITE_P(
    Each, SchemaWords,
    testing::Values(Case{R"({"type": "integer"})", "3", nullptr}, Case{R"({"type": "integer"})", "3.0", nullptr},
                    Case{R"({"type": "integer"})", "3.5", "must be a whole number"},
                    Case{R"({"properties": {"a": {"exclusiveMinimum": 0, "maximum": 5}}})", R"({"a": 0})",
                         "\"a\" is 0; it must be more than 0 and at most 5"},
                    Case{R"({"properties": {"a": {"minLength": 1}}})", R"({"a": ""})", "must not be empty"},
                    Case{R"({"properties": {"a": {"pattern": "^[a-z]+$", "description": "small letters only"}}})",
                         R"({"a": "A"})", "\"A\"; it may hold small letters only"},
                    Case{R"({"properties": {"a": {"maxItems": 1}}})", R"({"a": [1, 2]})", "at most 1 are possible"},
                    Case{R"({"properties": {"a": {"minItems": 1}}})", R"({"a": []})", "needs at least 1"},
                    Case{R"({"properties": {"a": {"const": 2}}})", R"({"a": 3})", "must be 2"},
                    Case{R"({"$defs": {"b": {"type": "boolean"}}, "properties": {"a": {"$ref": "#/$defs/b"}}})",
                         R"({"a": 3})", "\"a\" must be true or false"}));

TEST(Places, EveryValueIsFoundWhereItStands) {
  const auto places = placesOf("{\n  \"a\": [1,\n 2, {\"b\\\"/\": \"]}\"}],\n\t\"c\": null}");
  const auto at = [&](const std::string& pointer) {
    const auto place = places.at(pointer);
    return std::pair(place.line, place.column);
  };
  EXPECT_EQ(at(""), std::pair(1, 1));
  EXPECT_EQ(at("/a"), std::pair(2, 3));
  EXPECT_EQ(at("/a/1"), std::pair(3, 2));
  EXPECT_EQ(at("/a/2/b\"~1"), std::pair(3, 6));
  EXPECT_EQ(at("/c"), std::pair(4, 2));
  EXPECT_EQ(places.size(), 7U);
}

}  // namespace
}  // namespace tonus::session
