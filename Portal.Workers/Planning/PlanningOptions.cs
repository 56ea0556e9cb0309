using Portal.Workers.Claiming;

namespace Portal.Workers.Planning;

public sealed class PlanningOptions : ClaimingOptions
{
    public const string Section = "Portal:Planning";

    /// <summary>After this the change is PlanFailed; a person may ask for a plan again.</summary>
    public override TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromMinutes(15);
}
