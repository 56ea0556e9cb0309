using Confluent.Kafka;

namespace Portal.LocalCluster.Streams.Connectors;

/// <summary>The brokers refuse what a table signs in with.</summary>
public sealed class SignInRefusedException(string words) : Exception(words);

/// <summary>Why the brokers refused a client: its calls only say that nobody answered in time.</summary>
internal sealed class SignInRefusal
{
    private static readonly TimeSpan LookupTimeout = TimeSpan.FromSeconds(10);
    private volatile string? _words;

    public void Take(Error error)
    {
        if (error.Code is ErrorCode.Local_Authentication or ErrorCode.SaslAuthenticationFailed)
        {
            _words = error.Reason;
        }
    }

    /// <summary>Before the first of a producer's own calls, which would go on for long.</summary>
    public void Look(TopicTable table, Handle handle)
    {
        if (!table.Security.SignsIn)
        {
            return;
        }

        using var admin = new DependentAdminClientBuilder(handle).Build();
        Within(() => admin.GetMetadata(table.Topic, LookupTimeout));
    }

    /// <summary>Does what needs an answer.</summary>
    /// <exception cref="SignInRefusedException">In place of a call that had none.</exception>
    public void Within(Action act)
    {
        try
        {
            act();
        }
        catch (KafkaException) when (_words is not null)
        {
            throw new SignInRefusedException(_words);
        }
    }
}
