#pragma once
// What the registry needs of each rule file.

#include <memory>

#include "tonus/feedback/rule.h"

namespace tonus::feedback {

std::unique_ptr<Rule> makeBelow();
std::unique_ptr<Rule> makeAbove();
std::unique_ptr<Rule> makeInside();

}  // namespace tonus::feedback
