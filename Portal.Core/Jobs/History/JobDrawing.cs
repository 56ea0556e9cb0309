using Portal.Core.Health;

namespace Portal.Core.Jobs.History;

/// <summary>Draws how a job ran, reading by reading. A mean is one over the time of its step that is known. Pure.</summary>
internal sealed class JobDrawing(Window window)
{
    private readonly Thinning<DrawnStep> _steps = new(window, (one, next) => one.And(next));
    private DateTimeOffset? _before;

    /// <param name="reading">The one after the last.</param>
    public void Take(JobPoint reading)
    {
        _steps.Add(reading.At, DrawnStep.Of(reading, TimeOf(reading.At)));
        _before = reading.At;
    }

    public DrawnPoints Points()
    {
        var steps = _steps.Filled(JobRules.Fresh, at => DrawnStep.Of(JobPoint.Gap(at), TimeSpan.Zero));
        return new(
            [.. steps.Select(step => step.Point)],
            steps.Min(step => step.LeastRead),
            steps.Max(step => step.MostRead)
        );
    }

    // After a pause, at the beginning and where the clock was set back it stands for no longer than a reading counts.
    private TimeSpan TimeOf(DateTimeOffset at) =>
        at - _before is { } time && time > TimeSpan.Zero && time < JobRules.Fresh ? time : JobRules.Fresh;
}
