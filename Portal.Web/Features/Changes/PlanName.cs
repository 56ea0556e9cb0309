namespace Portal.Web.Features.Changes;

/// <summary>A plan's hash as people say it: the first six of its sixty-four digits.</summary>
public static class PlanName
{
    public static string Short(string hash) => hash.Length <= 6 ? hash : hash[..6];
}
