/** The one button. A disabled button has its reason beside it, which is the caller's to write. */
import type { ComponentProps } from 'react';
import { Icon, type IconName } from './Icon';

interface ButtonProps extends ComponentProps<'button'> {
  look?: 'plain' | 'primary' | 'quiet' | 'danger' | 'danger-solid';
  small?: boolean;
  icon?: IconName;
}

export function Button({ look = 'plain', small = false, icon, className = '', children, ...rest }: ButtonProps) {
  const classes = ['btn', look === 'plain' ? '' : look, small ? 'sm' : '', children ? '' : 'icon', className];
  return (
    <button type="button" className={classes.filter(Boolean).join(' ')} {...rest}>
      {icon && <Icon name={icon} small={small || icon === 'plus'} />}
      {children}
    </button>
  );
}
