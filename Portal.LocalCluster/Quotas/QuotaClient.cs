namespace Portal.LocalCluster.Quotas;

/// <summary>Who is measured, and where.</summary>
public readonly record struct QuotaClient(int BrokerId, string User, string ClientId);
