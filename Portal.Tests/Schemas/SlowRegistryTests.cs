using Microsoft.EntityFrameworkCore;
using Portal.Core.Schemas;
using Portal.Tests.Kit;
using Portal.Workers.Collecting.Schemas;

namespace Portal.Tests.Schemas;

/// <summary>A look at a registry that takes too long ends in time, so that the next look at all others isn't late, and keeps what was answered.</summary>
public sealed class SlowRegistryTests : IAsyncLifetime
{
    private static readonly string[] Subjects = [.. Enumerable.Range(10, 20).Select(n => $"s{n}-value")];
    private WatchedRegistry _watched = null!;

    public async Task InitializeAsync() => _watched = await WatchedRegistry.At(Subjects);

    public async Task DisposeAsync() => await _watched.DisposeAsync();

    [Fact]
    public async Task What_is_not_reached_in_time_keeps_its_age_and_is_first_at_the_next_look()
    {
        var first = _watched.Clock.GetUtcNow();
        await _watched.Look();
        _watched.Clock.Pass(TimeSpan.FromMinutes(1));
        var second = _watched.Clock.GetUtcNow();

        await CutOff(path => IsFrom(path, "s20"));

        var reading = await Reading();
        reading.ReadAt.ShouldBe(second);
        (reading.Failure, reading.NextSubject).ShouldBe((reading.Unread, "s20-value"));
        reading.Unread.ShouldBe("10 of 20 subjects could not be read within 45\u00A0s; the next reading begins there.");
        var ages = await Ages();
        ages.Select(row => row.Subject).ShouldBe(Subjects);
        ages.Take(10).ShouldAllBe(row => row.At == second);
        ages.Skip(10).ShouldAllBe(row => row.At == first);

        var before = _watched.Registry.Requests.Count;
        _watched.Registry.Instead = _ => null;
        await _watched.Look();

        var next = _watched.Registry.Requests.Skip(before).First(path => IsFrom(path, "s"));
        IsFrom(next, "s20").ShouldBeTrue(next);
        reading = await Reading();
        (reading.Failure, reading.Unread, reading.NextSubject).ShouldBe((null, null, null));
        (await Ages()).ShouldAllBe(row => row.At == _watched.Clock.GetUtcNow());
    }

    [Fact]
    public async Task One_that_always_takes_longer_than_a_look_is_read_in_several()
    {
        await CutOff(path => IsFrom(path, "s20"));
        (await Ages()).Select(row => row.Subject).ShouldBe(Subjects.Take(10));

        await CutOff(path => !IsFrom(path, "s20"));

        (await Ages()).Select(row => row.Subject).ShouldBe(Subjects);
        (await Reading()).NextSubject.ShouldBe("s10-value");
    }

    [Fact]
    public async Task A_subject_with_more_versions_than_a_look_reads_is_read_in_several()
    {
        _watched.Registry.Versions = 3;
        await CutOff(path => path.EndsWith("/versions/3", StringComparison.Ordinal));
        (await Ages()).ShouldBeEmpty();
        var before = _watched.Registry.Requests.Count;
        _watched.Registry.Instead = _ => null;

        await _watched.Look();

        _watched
            .Registry.Requests.Skip(before)
            .ShouldNotContain("/subjects/s10-value/versions/1", "it was read by the look before");
        await using var db = await _watched.World.Open();
        var versions = db.Set<SeenSchema>().Where(s => s.Subject == "s10-value").OrderBy(s => s.Version);
        (await versions.Select(s => s.Version).ToListAsync()).ShouldBe([1, 2, 3]);
        (await Ages()).Select(row => row.Subject).ShouldBe(Subjects);
    }

    /// <summary>A look at the end of whose time as many as are read at once are waited for.</summary>
    private async Task CutOff(Func<string, bool> isSilent)
    {
        var before = _watched.Registry.Requests.Count;
        bool IsWaitedFor(string path) => IsFrom(path, "s") && isSilent(path);
        _watched.Registry.Instead = path => IsWaitedFor(path) ? ScriptedRegistry.Silence : null;
        var look = _watched.Look();
        await Deadline.Until(() => _watched.Registry.Requests.Skip(before).Count(IsWaitedFor) == SubjectReading.AtOnce);
        _watched.Clock.Pass(SubjectReading.ReadWithin);
        await look;
    }

    // Of a request about a subject: its name comes with these letters, or behind them.
    private static bool IsFrom(string path, string name) =>
        path.StartsWith("/subjects/", StringComparison.Ordinal)
        && string.CompareOrdinal(path, $"/subjects/{name}") >= 0;

    private async Task<RegistryReading> Reading()
    {
        await using var db = await _watched.World.Open();
        return await db.Set<RegistryReading>().SingleAsync();
    }

    /// <summary>The subjects that are shown, with the time of their reading.</summary>
    private async Task<List<(string Subject, DateTimeOffset? At)>> Ages() =>
        [
            .. (await _watched.World.Get<SchemaCatalogue>().All(environment: null, CancellationToken.None)).Select(
                row => (row.Subject, row.SeenAt)
            ),
        ];
}
