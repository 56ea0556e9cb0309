using System.Diagnostics;
using System.Text.Json;
using Portal.Tests.Kit;

namespace Portal.Tests.House;

/// <summary>What `up` does with parts that end, shown with parts that are quick to start: one that stays, and two that can't.</summary>
public sealed class WatchTests : IDisposable
{
    private const string Script = """
        set -euo pipefail
        root="$1"
        for part in say settings machine build http lend parts run watch; do source "$root/setup/$part.sh"; done
        source "$root/setup/commands/status.sh"
        load_settings
        empty=1 parts=(steady flaky)
        start_steady() { part_start steady / sleep 600; }
        start_flaky() { date +%s >> "$state/flaky"; part_start flaky / bash -c 'echo "  at a stack"; echo "the \"disk\" is full"; exit 3'; }
        case "$2" in
          watch)
            printf '%s %s\n' "$$" "$(born $$)" > "$state/run/up"
            trap 'trap - EXIT; stop_all; exit 0' TERM
            start_steady
            start_flaky
            watch_over "${parts[@]}"
            ;;
          status) cmd_status "${@:3}" ;;
          messages) printf '%s\n' "${@:3}" | messages ;;
        esac
        """;

    private readonly RunFolder _state = RunFolder.For(
        "watch",
        "bash",
        "-c",
        """kill $(cut -d ' ' -f 1 "$0/run/up" "$0/run/steady") || true"""
    );

    [Fact]
    public async Task One_that_keeps_ending_is_tried_ever_later_and_the_others_stay()
    {
        using var watch = Process.Start(
            "env",
            [$"PORTAL_STATE={_state.Path}", "bash", "-c", Script, "bash", Repository.Root, "watch"]
        );
        var (starts, flaky, words) = await Deadline.For(InOnePause, TimeSpan.FromMinutes(3));

        watch.HasExited.ShouldBeFalse();
        // Each pause, in whole seconds; how much later it is seen that the time has come depends on the machine.
        starts
            .Zip(starts.Skip(1), (before, after) => after - before)
            .Zip([1, 2, 4])
            .ShouldAllBe(pause => pause.First >= pause.Second);
        (await Part("steady"))!.Value.GetProperty("state").GetString().ShouldBe("healthy");
        flaky.GetProperty("state").GetString().ShouldBe("restarting");
        flaky.GetProperty("why").GetString().ShouldBe("the \"disk\" is full");
        var next = flaky.GetProperty("nextTry").GetDateTimeOffset().ToUnixTimeSeconds();
        (next - starts[^1]).ShouldBeGreaterThanOrEqualTo(8);
        words.ShouldContain("the \"disk\" is full");

        await Command.Run("kill", "-TERM", $"{watch.Id}");
        await watch.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        watch.ExitCode.ShouldBe(0);
        (await Status()).ShouldNotContain("restarting");
    }

    /// <summary>As <c>System.Text.Json</c> writes it; what clears a terminal stays as it is written.</summary>
    [Fact]
    public async Task What_web_and_workers_log_is_shown_as_its_words_and_other_lines_as_they_are()
    {
        const string logged = """
            {"Timestamp":"2026-11-30T18:03:11.123Z","EventId":1,"LogLevel":"Error","Category":"Portal","Message":"It isn\u0027t \u0022there\u0022: \u201CC:\\u0027\u201D is 5\u00A0GiB\u2026 \u001B[2J","State":{"Message":"another"}}
            """;
        const string plain = """the \u0027 \\ is full""";

        var shown = await Ran("messages", logged, plain);

        shown
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .ShouldBe(["It isn't \"there\": “C:\\u0027” is 5\u00A0GiB… \\u001B[2J", plain]);
    }

    public void Dispose() => _state.Dispose();

    /// <summary>All of it as of one pause, the fourth or a later one: who reads slowly meets the next start in between, and reads again.</summary>
    private async Task<PauseReading?> InOnePause()
    {
        var starts = Starts();
        if (starts.Length < 4)
        {
            return null;
        }

        var flaky = await Part("flaky");
        var words = await Status();
        var isOne =
            flaky?.GetProperty("restarts").GetInt32() == starts.Length
            && words.Contains("restarting", StringComparison.Ordinal);
        return isOne ? new PauseReading(starts, flaky!.Value, words) : null;
    }

    private async Task<JsonElement?> Part(string name)
    {
        using var status = JsonDocument.Parse(await Status("--json"));
        return status
            .RootElement.GetProperty("parts")
            .EnumerateArray()
            .Where(part =>
                part.GetProperty("name").GetString() == name
                && part.TryGetProperty("restarts", out _) == (name == "flaky")
            )
            .Select(part => (JsonElement?)part.Clone())
            .SingleOrDefault();
    }

    private long[] Starts() =>
        File.Exists(Path.Combine(_state.Path, "flaky"))
            ? [.. File.ReadLines(Path.Combine(_state.Path, "flaky")).Select(long.Parse)]
            : [];

    private Task<string> Status(params string[] how) => Ran(["status", .. how]);

    private Task<string> Ran(params string[] what) =>
        Command.Run("env", [$"PORTAL_STATE={_state.Path}", "bash", "-c", Script, "bash", Repository.Root, .. what]);

    private sealed record PauseReading(long[] Starts, JsonElement Flaky, string Words);
}
