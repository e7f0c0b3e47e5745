#pragma once

#include <array>
#include <string>

#include "scenarios/world.h"

namespace scenarios {

// What the connector that is opened first is made with, and what the others are.
using Sides = std::array<Library, 2>;

// Plays the steps of a scenario; throws what went otherwise, and at which step.
void play(const Json& steps, World& world, const std::string& transport, const Sides& sides);

}  // namespace scenarios
