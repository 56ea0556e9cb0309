namespace Portal.Kafka.Wire;

/// <summary>What all frames of several connections may come to: who is asked by many can't fill memory by many.</summary>
public sealed class AnswerBudget(long bytes)
{
    private long _taken;

    /// <exception cref="MalformedFrameException">It is used up.</exception>
    public void Take(int length)
    {
        if (Interlocked.Add(ref _taken, length) > bytes)
        {
            throw new MalformedFrameException($"More than {bytes} bytes are announced in all.");
        }
    }
}
