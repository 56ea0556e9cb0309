using System.Collections.Concurrent;
using System.Collections.Immutable;
using Portal.LocalCluster.Streams.Planning;
using Portal.LocalCluster.Streams.Types;

namespace Portal.LocalCluster.Streams.Jobs;

/// <summary>What failed, in Flink's class names and in words.</summary>
internal static class JobFault
{
    public static (string ExceptionClass, string Words) Of(Exception fault) =>
        fault switch
        {
            SqlDataException => ("org.apache.flink.table.api.TableRuntimeException", fault.Message),
            Sql.SqlException refused => (refused.ExceptionClass, refused.Message),
            Connectors.SignInRefusedException => (
                "org.apache.kafka.common.errors.SaslAuthenticationException",
                fault.Message
            ),
            Confluent.Kafka.KafkaException kafka => ("org.apache.kafka.common.KafkaException", kafka.Error.Reason),
            InvalidDataException => ("java.lang.IllegalStateException", fault.Message),
            CheckpointException => ("org.apache.flink.runtime.checkpoint.CheckpointException", fault.Message),
            NoSlotException => (
                "org.apache.flink.runtime.jobmanager.scheduler.NoResourceAvailableException",
                fault.Message
            ),
            IOException or UnauthorizedAccessException => ("java.io.IOException", fault.Message),
            _ => ("java.lang.RuntimeException", $"{fault.GetType().Name}: {fault.Message}"),
        };
}
