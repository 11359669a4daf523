// Runs a fuzz target without libFuzzer, so that every compiler and every CI run has it: on files as they are (a vectors
// file is taken vector by vector), and on mutations of them from a fixed seed.

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {
using Input = std::vector<std::uint8_t>;

std::vector<Input> load(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(file), {}};
  if (!path.ends_with(".json")) return {Input(content.begin(), content.end())};
  std::vector<Input> inputs;
  const auto document = nlohmann::json::parse(content);
  for (const auto& entry : document.at("vectors")) {
    const std::string hex = entry.at("hex");
    Input input;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
      input.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    inputs.push_back(std::move(input));
  }
  return inputs;
}

/// A few flips, cuts, repeats and splices.
Input mutate(Input input, const std::vector<Input>& seeds, std::mt19937& random) {
  const auto below = [&](std::size_t n) { return static_cast<std::ptrdiff_t>(random() % std::max<std::size_t>(n, 1)); };
  for (auto edits = 1 + random() % 8; edits > 0 && !input.empty(); --edits) {
    const auto at = input.begin() + below(input.size());
    const auto n = std::min<std::ptrdiff_t>(below(300), input.end() - at);
    switch (random() % 5) {
      case 0:
        *at ^= static_cast<std::uint8_t>(1U << random() % 8);
        break;
      case 1:
        *at = static_cast<std::uint8_t>(random());
        break;
      case 2:
        input.erase(at, at + n);
        break;
      case 3: {
        const Input again(at, at + n);
        input.insert(at, again.begin(), again.end());
        break;
      }
      default: {
        const Input& other = seeds[random() % seeds.size()];
        const auto from = other.begin() + below(other.size());
        input.insert(at, from, from + std::min<std::ptrdiff_t>(below(600), other.end() - from));
      }
    }
  }
  return input;
}
}  // namespace

int main(int argc, char** argv) {
  std::size_t mutationsN = 0;
  std::vector<Input> seeds;
  for (int i = 1; i < argc; ++i) {
    if (std::string(argv[i]) == "--mutations" && i + 1 < argc) {
      mutationsN = std::stoul(argv[++i]);
      continue;
    }
    for (Input& input : load(argv[i])) seeds.push_back(std::move(input));
  }
  if (seeds.empty()) {
    std::cerr << "nothing to run: name a file\n";
    return EXIT_FAILURE;
  }
  std::mt19937 random(1);
  for (const Input& seed : seeds) LLVMFuzzerTestOneInput(seed.data(), seed.size());
  for (std::size_t i = 0; i < mutationsN; ++i) {
    const Input input = mutate(seeds[random() % seeds.size()], seeds, random);
    LLVMFuzzerTestOneInput(input.data(), input.size());
  }
  std::cout << seeds.size() << " inputs and " << mutationsN << " mutations\n";
}
