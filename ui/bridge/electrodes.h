#pragma once
// Electrode impedance in the words of the clinic's scale: below 10 kΩ good, to 30 acceptable, to 50 marginal, above redo.

#include <QString>
#include <vector>

#include "tonus/drivers/impedance.h"

namespace tonus::bridge {

enum class Contact { kGood, kAcceptable, kMarginal, kRedo };

Contact contactOf(double kOhm);
/// "✓ good", "✕ redo": the sign beside the word, for those who do not see the colour.
QString contactWords(Contact contact);
/// "+", "−", "±" where one number stands for both.
QString pinWords(drivers::Impedance::Pin pin);
/// "Electrodes: 1 + 4.2 kΩ good, − 31.0 kΩ marginal; 2 …", for the record.
QString electrodeSentence(const std::vector<drivers::Impedance>& measured);

}  // namespace tonus::bridge
