using Microsoft.Extensions.Logging.Abstractions;
using Portal.Engines;
using Portal.Workers.Collecting;

namespace Portal.Tests.Collecting;

public sealed class PeriodicQueryTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private int _runs;

    [Fact]
    public async Task It_runs_once_an_interval_also_after_the_clock_was_set_back()
    {
        var query = new PeriodicQuery("Sizes", NullLogger.Instance, TimeSpan.FromMinutes(1), () => Counted);

        await At(query, Noon);
        await At(query, Noon.AddSeconds(50));
        _runs.ShouldBe(1);
        await At(query, Noon.AddHours(-1));
        _runs.ShouldBe(2);
        await At(query, Noon.AddHours(-1).AddSeconds(50));
        _runs.ShouldBe(2);
        await At(query, Noon.AddHours(-1).AddSeconds(60));
        _runs.ShouldBe(3);
    }

    [Fact]
    public async Task What_had_no_answer_is_no_complaint_once_nothing_is_left_to_ask()
    {
        Query? question = _ =>
            Task.FromException<StateUpdate>(new EngineException(EngineFault.Transient, "nobody answers"));
        var query = new PeriodicQuery("Sizes", NullLogger.Instance, TimeSpan.FromMinutes(1), () => question);

        await At(query, Noon);
        query.Complaint.ShouldNotBeNull();
        question = null;
        await At(query, Noon.AddSeconds(30));
        query.Complaint.ShouldNotBeNull("it isn't due");
        await At(query, Noon.AddMinutes(1));
        query.Complaint.ShouldBeNull();
    }

    private static async Task At(PeriodicQuery query, DateTimeOffset now)
    {
        query.RunIfDue(now, CancellationToken.None);
        await query.Take();
    }

    private Task<StateUpdate> Counted(CancellationToken stop)
    {
        _runs++;
        return Task.FromResult<StateUpdate>((_, _) => { });
    }
}
