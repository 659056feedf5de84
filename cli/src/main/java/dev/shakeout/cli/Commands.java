package dev.shakeout.cli;

import java.time.Clock;
import java.util.List;

/** The subcommands, in the order that a new user meets them. */
final class Commands {
    private Commands() {}

    static List<Command> all() {
        return List.of(
                new DemoCommand(),
                new RunCommand(),
                new PlanCommand(),
                new ValidateCommand(),
                new ConvertCommand(),
                new InitCommand(),
                new DiscoverCommand(),
                new ReportCommand(),
                new GateCommand(Clock.systemUTC()),
                CatalogCommand.faults(),
                CatalogCommand.probes(),
                new DialectsCommand(),
                new SchemaCommand(),
                new SettingsCommand(),
                new InfoCommand(),
                new DoctorCommand(),
                new RbacCommand(),
                new OperatorCommand(),
                new ServerCommand(),
                new LoginCommand(),
                new LogoutCommand(),
                WhoamiCommand.of(),
                RunsCommand.of(),
                ApprovalCommands.approve(),
                ApprovalCommands.reject(),
                ApprovalCommands.approvals(Clock.systemUTC()),
                ExperimentsCommand.of(),
                EnvironmentsCommand.of(),
                SchedulesCommand.of(),
                RolloutsCommand.of(),
                ChannelsCommand.of(),
                FindingsCommand.of(Clock.systemUTC()),
                ReviewCommand.of(),
                AgentsCommand.of(),
                UsersCommand.of(),
                TokensCommand.of(Clock.systemUTC()),
                AuditCommand.of(),
                new HaltCommand(),
                new ResumeCommand(),
                new RecoverCommand(),
                new ProxyCommand(),
                new AgentCommand(),
                new CompletionCommand());
    }
}
