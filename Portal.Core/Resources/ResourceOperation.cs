namespace Portal.Core.Resources;

public enum ResourceOperation
{
    Create,
    Update,
    Delete,

    /// <summary>What is there becomes what is wanted: nothing changes on the engine, and its drift is over. What nobody managed has an owner from then on.</summary>
    Adopt,

    /// <summary>What is there and nobody manages is a team's from then on, as it is, once Platform agrees: nothing changes on the engine.</summary>
    Claim,

    /// <summary>Another team owns it from then on: nothing changes on the engine.</summary>
    Transfer,
}
