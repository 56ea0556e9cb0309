namespace Portal.Engines.Flink;

/// <summary>A run as the SQL Gateway lists it.</summary>
/// <param name="Status">Flink's word.</param>
/// <param name="IsHere">This Flink knows it; otherwise it runs, or ran, on another one, where the gateway starts its jobs.</param>
public sealed record GatewayRun(string Status, bool IsHere);
