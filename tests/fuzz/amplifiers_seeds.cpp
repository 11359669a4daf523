// Writes the files the amplifiers fuzz target starts from: amplifiers_seeds VECTORS_DIRECTORY DIRECTORY. A file for each
// decoder: its number, then the published vectors of its device, three times over.

#include <filesystem>
#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace {
struct Seed {
  char decoder;
  const char* vectors;
};
constexpr Seed kSeeds[] = {{0, "cyton"},      {1, "cyton"},         {2, "byb_hid"},  {3, "byb_serial"}, {4, "byb_serial"},
                           {5, "chords"},     {6, "modulareeg_p2"}, {7, "bitalino"}, {8, "bitalino"}};

std::string bytesOf(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes.push_back(static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return bytes;
}

std::string stream(const std::filesystem::path& file) {
  std::ifstream in(file);
  const auto document = nlohmann::json::parse(in);
  std::string bytes;
  for (const auto& vector : document.at("vectors"))
    bytes += bytesOf(vector.contains("hex") ? vector.at("hex") : vector.at("report_hex"));
  return bytes + bytes + bytes;
}

/// There is no published vector: 4 channels at mode 4 of an MK2.
std::string bioSemi() {
  std::string bytes;
  for (char frame = 0; frame < 20; ++frame) {
    bytes += std::string("\x00\xFF\xFF\xFF\x00\x00\x00\x98", 8);
    for (char channel = 0; channel < 4; ++channel) bytes += {0, frame, channel, 0};
  }
  return bytes;
}
}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::filesystem::path vectors = argv[1], directory = argv[2];
  std::filesystem::create_directories(directory);
  const auto write = [&](char decoder, const std::string& bytes) {
    std::ofstream(directory / (std::to_string(decoder) + ".bin"), std::ios::binary) << decoder << bytes;
  };
  for (const Seed& seed : kSeeds)
    if (stream(vectors / (std::string(seed.vectors) + ".json")).empty()) return 1;
  for (const Seed& seed : kSeeds) write(seed.decoder, stream(vectors / (std::string(seed.vectors) + ".json")));
  write(9, bioSemi());
  return 0;
}
