using System.Globalization;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Connectors;

public sealed partial class TopicTable
{
    public const string TimeoutOption = $"{Properties}{TimeoutProperty}";
    private const string TimeoutProperty = "transaction.timeout.ms";

    // As Flink's connector, whose default is an hour; brokers take 15 minutes at most unless they are set otherwise.
    private const string UsualTimeoutMs = "3600000";

    /// <summary>How long a transaction of it may be open until the brokers abort it.</summary>
    public TimeSpan TransactionTimeout { get; }

    public bool HasTimeout => Get(TimeoutOption) is not null;

    private static TimeSpan TimeoutOf(string ms) =>
        int.TryParse(ms, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? TimeSpan.FromMilliseconds(number)
            : throw new SqlDataException(
                $"Invalid value {ms} for configuration {TimeoutOption}: it is a number of milliseconds, 1 to {int.MaxValue}."
            );
}
