namespace Portal.LocalCluster.Streams.Jobs;

internal sealed partial class RunningPlan
{
    /// <summary>Nothing is under way any more, until <see cref="Resume"/>.</summary>
    /// <param name="drains">As if the input had ended: all windows are sent.</param>
    /// <exception cref="CheckpointException">It took too long.</exception>
    public void Rest(bool drains, TimeSpan within)
    {
        if (_subtasks is { } subtasks)
        {
            if (!subtasks.Align(drains, within))
            {
                throw new CheckpointException(
                    $"The checkpoint expired before completing: its barrier didn't come to all subtasks within {within.TotalSeconds:0.###}\u00A0s ('execution.checkpointing.timeout')."
                );
            }
        }
        else if (drains)
        {
            foreach (var source in plan.Sources)
            {
                source.Drain();
            }
        }
    }

    public void Resume() => _subtasks?.Release();
}
