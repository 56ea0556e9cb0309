namespace Portal.Core.Changes.Runs;

/// <summary>The claim is over: nothing more may be written under it.</summary>
public sealed class ClaimLostException()
    : Exception("The lease on this work is over; whoever holds it now goes on from what is written.");
