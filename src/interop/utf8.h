#pragma once
// Text from files of unknown encoding, made fit to show and store.

#include <string>
#include <string_view>

namespace tonus::interop {

bool isUtf8(std::string_view text);
/// Unchanged if it is UTF-8; otherwise read as Latin-1, which every byte string is.
std::string asUtf8(std::string_view text);

}  // namespace tonus::interop
