// codecs_bench: what the WebSocket codec costs per frame, alone. `codecs_bench --benchmark_filter=mask`
#include <benchmark/benchmark.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "net/websocket/frame.h"
#include "net/websocket/mask.h"
#include "net/websocket/message_reader.h"

namespace {

using net::websocket::MaskingKey;
using net::websocket::OpCode;

constexpr MaskingKey kKey = {std::byte{0x12}, std::byte{0xF4}, std::byte{0x56}, std::byte{0x78}};
constexpr std::size_t kFramesPerRead = 64;  // what a busy sender's read holds

std::size_t payload_bytes(const benchmark::State& state) {
    return static_cast<std::size_t>(state.range(0));
}

void count_bytes(benchmark::State& state, std::size_t bytes_each) {
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes_each));
}

void mask(benchmark::State& state) {
    std::string payload(payload_bytes(state), 'x');
    for (auto _ : state) {
        net::websocket::apply_mask(std::as_writable_bytes(std::span(payload)), kKey);
        benchmark::DoNotOptimize(payload.data());
        benchmark::ClobberMemory();
    }
    count_bytes(state, payload.size());
}

void encode_frame(benchmark::State& state) {
    const std::string payload(payload_bytes(state), 'x');
    std::string out;
    for (auto _ : state) {
        out.clear();
        net::websocket::append_frame(out, OpCode::text, payload);
        benchmark::DoNotOptimize(out.data());
    }
    count_bytes(state, payload.size());
}

/// Header, masking and UTF-8 validation of whole text messages, from bytes as they arrive.
void read_messages(benchmark::State& state) {
    std::string arrived;
    for (std::size_t frame = 0; frame < kFramesPerRead; ++frame) {
        net::websocket::append_client_frame(arrived, OpCode::text,
                                            std::string(payload_bytes(state), 'x'), kKey);
    }
    const net::websocket::MessageLimits limits;
    std::string buffer;
    for (auto _ : state) {
        buffer = arrived;  // the reader unmasks in place
        net::websocket::MessageReader reader(limits);
        std::span<std::byte> in = std::as_writable_bytes(std::span(buffer));
        for (auto event = reader.next(in); event && *event; event = reader.next(in)) {
            benchmark::DoNotOptimize((*event)->payload.data());
        }
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kFramesPerRead));
    count_bytes(state, arrived.size());
}

BENCHMARK(mask)->Arg(16)->Arg(120)->Arg(1024)->Arg(65'536);
BENCHMARK(encode_frame)->Arg(16)->Arg(120)->Arg(1024)->Arg(65'536);
BENCHMARK(read_messages)->Arg(16)->Arg(120)->Arg(1024)->Arg(65'536);

}  // namespace

BENCHMARK_MAIN();
