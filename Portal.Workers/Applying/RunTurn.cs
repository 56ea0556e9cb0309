using Portal.Core.Resources;

namespace Portal.Workers.Applying;

/// <summary>What comes of carrying a run on: it moves, or it waits and nobody has to hold it meanwhile.</summary>
public abstract record RunTurn
{
    private RunTurn() { }

    public sealed record Moves(RunMove Move) : RunTurn;

    /// <summary>Looked at again when it is due, by whichever worker.</summary>
    public sealed record Waits(WaitProgress Progress) : RunTurn;

    public static implicit operator RunTurn(RunMove move) => new Moves(move);
}
