namespace Portal.LocalCluster.Streams.Jobs;

/// <summary>A checkpoint that failed although the job's rows are sound: it took too long, or too many in a row could not be written.</summary>
internal sealed class CheckpointException(string message, Exception? cause = null) : Exception(message, cause);
