#pragma once
// What the registry needs of each rule file.

#include <memory>

#include "tonus/feedback/rule.h"

namespace tonus::feedback {

std::unique_ptr<Rule> makeBelow();
std::unique_ptr<Rule> makeAbove();
std::unique_ptr<Rule> makeInside();
std::unique_ptr<Rule> makeRatioBelow();
std::unique_ptr<Rule> makeRatioAbove();
std::unique_ptr<Rule> makeDifferenceBelow();
std::unique_ptr<Rule> makeDifferenceAbove();
std::unique_ptr<Rule> makeAboveQuiet();
std::unique_ptr<Rule> makeContractRelax();
std::unique_ptr<Rule> makeFollow();

}  // namespace tonus::feedback
