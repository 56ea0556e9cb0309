namespace Portal.Core.Access;

/// <summary>What became of a grant that a step was about to make.</summary>
public enum Holding
{
    Written,

    /// <summary>An access review dropped the grant meanwhile: it gets neither more time nor more access.</summary>
    Dropped,

    /// <summary>The time it was to last until is over: it isn't made any more, nor again.</summary>
    Expired,

    /// <summary>The grant that the step changes has ended apart from its run: it isn't made again.</summary>
    Ended,
}
