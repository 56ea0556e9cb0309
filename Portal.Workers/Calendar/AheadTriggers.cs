using Quartz;

namespace Portal.Workers.Calendar;

/// <summary>
/// Jobs of the calendar that wait for longer than their interval. When each is due next is stored by the clock of the worker that did it last: where that is
/// set back, nothing would be done until it is as late again.
/// </summary>
internal static class AheadTriggers
{
    // The clocks of two workers may differ.
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>Makes them due now.</summary>
    /// <returns>Which they were.</returns>
    public static async Task<IReadOnlyList<string>> MakeDue(
        IScheduler scheduler,
        DateTimeOffset now,
        CancellationToken stop
    )
    {
        var due = new List<string>();
        foreach (var trigger in await scheduler.GetTriggers(CalendarRegistration.Triggers, stop))
        {
            if (
                trigger is ISimpleTrigger { NextFireTimeUtc: { } next, RepeatInterval: var every }
                && next - now > every + Margin
            )
            {
                await scheduler.RescheduleJob(trigger.Key, trigger.GetTriggerBuilder().StartAt(now).Build(), stop);
                due.Add(trigger.Key.Name);
            }
        }

        return due;
    }
}
