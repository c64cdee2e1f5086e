import { Check, ChevronDown } from "lucide-react";
import { Select } from "radix-ui";
import s from "./components.module.css";

export type ChoiceOption = { value: string; label: string };
type Props = {
  label: string;
  value: string;
  options: ChoiceOption[];
  onChange: (value: string) => void;
  className?: string | undefined;
};

/** One of a few, in a menu. */
export function Choice({ label, value, options, onChange, className }: Props) {
  return (
    <Select.Root value={value} onValueChange={onChange}>
      <Select.Trigger
        aria-label={label}
        className={[s.button, s.quiet, s.small, className].filter(Boolean).join(" ")}
      >
        <Select.Value />
        <Select.Icon asChild>
          <ChevronDown aria-hidden className="small" />
        </Select.Icon>
      </Select.Trigger>
      <Select.Portal>
        <Select.Content position="popper" align="end" sideOffset={4} className={s.menu}>
          <Select.Viewport>
            {options.map((option) => (
              <Select.Item key={option.value} value={option.value} className={s.option}>
                <span className={s.tick}>
                  <Select.ItemIndicator>
                    <Check aria-hidden />
                  </Select.ItemIndicator>
                </span>
                <Select.ItemText>{option.label}</Select.ItemText>
              </Select.Item>
            ))}
          </Select.Viewport>
        </Select.Content>
      </Select.Portal>
    </Select.Root>
  );
}
