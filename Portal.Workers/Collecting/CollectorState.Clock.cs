namespace Portal.Workers.Collecting;

// What of the collector's state goes by its machine's clock.
internal sealed partial class CollectorState
{
    // Of the newest cycle taken in.
    private DateTimeOffset? _at;

    // One interval has passed since the cycle before, whatever the clock shows.
    private void GoOn(DateTimeOffset at)
    {
        if (_at is { } before && before > at)
        {
            SetBack(before - at + limits.Poll);
        }

        _at = at;
    }

    private void SetBack(TimeSpan by)
    {
        (ReadAt, SettingsAt, MembersAt) = (ReadAt - by, SettingsAt - by, MembersAt - by);
        LongestTransactionAt -= by;
        foreach (var topic in Topics.Values)
        {
            topic.Partitions.ForEach(partition => partition.SetBack(by));
        }

        foreach (var group in Groups.Values)
        {
            group.SetBack(by);
        }
    }
}
