namespace Portal.Core.Resources;

/// <summary>One reason of a risk score: its words and what it added.</summary>
public sealed record RiskReason(string Words, int Points);
