using Portal.Core.Changes;
using Portal.Kafka.Client;
using Portal.Kafka.Wire;

namespace Portal.Engines.Kafka;

/// <summary>
/// Sorts what Kafka's side tells into what it means for whoever asked. How a cluster is reached can be mended while work
/// waits, so what is wrong there is transient, even a wrong password.
/// </summary>
internal static class KafkaFaults
{
    /// <summary>Asking again does no harm, so nothing is ever unknown about a question.</summary>
    public static EngineException OfQuestion(OpenedCluster cluster, KafkaException fault) =>
        Sort(cluster, fault, mayHaveActed: false);

    public static EngineException OfAct(OpenedCluster cluster, KafkaException fault) =>
        Sort(cluster, fault, fault.MayHaveActed);

    /// <param name="what">The act: "create orders".</param>
    public static EngineException OfAct(OpenedCluster cluster, string what, ErrorCode error, string? words) =>
        new(FaultOf(error), $"{cluster.Name} refused to {what}: {Describe(error, words)}")
        {
            // A topic that has as many partitions as were asked for refuses to grow in the same way as one that has more.
            IsThereAlready = error is ErrorCode.TopicAlreadyExists or ErrorCode.InvalidPartitions,
        };

    public static string Describe(ErrorCode error, string? words) =>
        string.IsNullOrWhiteSpace(words) ? error.InWords() : words;

    /// <summary>The client was closed because the registration changed under it.</summary>
    public static EngineException Reopened(OpenedCluster cluster, Exception closed) =>
        EngineException.Reregistered(cluster.Name, closed);

    private static EngineException Sort(OpenedCluster cluster, KafkaException fault, bool mayHaveActed) =>
        new(
            fault switch
            {
                KafkaException.NotUnderstood => EngineFault.Final,
                KafkaException.Refused refused => FaultOf(refused.Error),
                _ when mayHaveActed => EngineFault.Unknown,
                _ => EngineFault.Transient,
            },
            $"{cluster.Name}: {fault.Message}",
            fault
        );

    /// <summary>What an error in an answer means for an act.</summary>
    public static EngineFault FaultOf(ErrorCode error) =>
        error switch
        {
            // The controller took it on, and didn't say in time what became of it.
            ErrorCode.RequestTimedOut or ErrorCode.UnknownServerError or ErrorCode.NetworkException =>
                EngineFault.Unknown,
            // Told by whoever looked at the topic: it isn't there, and asking again doesn't bring it.
            ErrorCode.UnknownTopicOrPartition or ErrorCode.UnknownTopicId => EngineFault.Final,
            ErrorCode.BrokerNotAvailable
            or ErrorCode.OperationNotAttempted
            or ErrorCode.ReassignmentInProgress
            or ErrorCode.StaleControllerEpoch => EngineFault.Transient,
            _ => error.IsRetriable() ? EngineFault.Transient : EngineFault.Final,
        };
}
